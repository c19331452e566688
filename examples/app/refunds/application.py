"""The desk as a web application: every customer has conversations, each about one order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import httpx
from fastapi import APIRouter, Depends, FastAPI, Request, status
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

import promptops.runtime as promptops
from refunds.chat_completions import ChatCompletions
from refunds.conversations import Conversations, UnknownConversationError
from refunds.desk import Desk
from refunds.orders import Orders
from refunds.tools import Outcome, Tools


class Settings(NamedTuple):
    """Where things are: the store and trust file of the prompts, the models' gateway, and a folder for our own data.

    The store is looked at every `check_every` seconds.
    """

    store: str
    trust: Path
    gateway: str
    data: Path
    check_every: float = 1.0


class Opening(BaseModel):
    """Who begins a conversation, and about which order; the customer is who has logged in."""

    customer: str = Field(min_length=1, max_length=100)
    order_id: str = Field(pattern=r"^KO-[0-9]{8}$")


class Message(BaseModel):
    """What a customer writes."""

    text: str = Field(min_length=1, max_length=2_000)


class Services(NamedTuple):
    """What a running application has open."""

    runtime: promptops.Runtime
    conversations: Conversations
    desk: Desk


router = APIRouter()


def _services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


Using = Annotated[Services, Depends(_services)]


@router.post("/conversations", status_code=status.HTTP_201_CREATED)
async def begin(opening: Opening, services: Using) -> dict[str, str]:
    """Begin a conversation."""
    return {"id": services.desk.begin(opening.customer, opening.order_id).id}


@router.post("/conversations/{id}/messages")
async def answer(id: str, message: Message, services: Using) -> Outcome:
    """Answer a message."""
    return await services.desk.answer(id, message.text)


@router.post("/conversations/{id}/upgrade", status_code=status.HTTP_204_NO_CONTENT)
async def upgrade(id: str, services: Using) -> None:
    """Move a conversation to the bundle that is in force."""
    await services.desk.upgrade(id)


@router.get("/conversations/{id}/turns")
async def turns(id: str, services: Using) -> list[dict[str, Any]]:
    """Say where each turn of a conversation came from."""
    return [turn._asdict() for turn in services.conversations.turns(id)]


@router.get("/status")
async def state(services: Using) -> dict[str, Any]:
    """Say which bundle is in force, and how the last look at the store went."""
    return services.runtime.status._asdict()


async def _not_found(_request: Request, _error: Exception) -> JSONResponse:
    return JSONResponse({"detail": "there is no such conversation"}, status.HTTP_404_NOT_FOUND)


def create_app(settings: Settings, orders: Orders) -> FastAPI:
    """Return the application; what it needs is opened when it starts, and closed when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with (
            closing(Conversations(settings.data / "conversations.sqlite")) as conversations,
            promptops.open(
                settings.store,
                channel="prod",
                trust=settings.trust,
                check_every=settings.check_every,
                state=settings.data / "prompts.state",
                on_event=promptops.JsonLines(settings.data / "events.jsonl"),
            ) as runtime,
        ):
            async with httpx.AsyncClient(base_url=settings.gateway, timeout=5.0) as http:
                desk = Desk(runtime, conversations, Tools(orders), ChatCompletions(http))
                app.state.services = Services(runtime, conversations, desk)
                yield

    app = FastAPI(title="Refund desk", lifespan=lifespan)
    app.include_router(router)
    app.add_exception_handler(UnknownConversationError, _not_found)
    return app
