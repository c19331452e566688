"""A stand-in for GitHub's API of comments, as far as it is used."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class CommentsApi:
    """The comments of pull request 1, and open pull requests by head; `refuse` is a status for every answer."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.pulls: dict[str, list[dict[str, Any]]] = {}
        self.requests: list[tuple[str, str]] = []
        self.tokens: set[str] = set()
        self.refuse: int | None = None
        self.url = ""

    def add(self, body: str, *, kind: str = "Bot") -> dict[str, Any]:
        """Add a comment by a program or, with `kind="User"`, by a person."""
        comment = {"id": 1_000 + len(self.comments), "body": body, "user": {"login": "someone", "type": kind}}
        self.comments.append(comment)
        return comment

    def answer(self, method: str, path: str, content: dict[str, Any] | None) -> tuple[int, Any]:
        """Answer a request."""
        parts = urlsplit(path)
        self.requests.append((method, parts.path))
        if self.refuse is not None:
            return self.refuse, {"message": "Resource not accessible by integration"}
        words = parts.path.strip("/").split("/")
        match method, words[3:]:
            case "GET", ["issues", "1", "comments"]:
                query = parse_qs(parts.query)
                size, page = int(query["per_page"][0]), int(query["page"][0])
                return 200, self.comments[(page - 1) * size : page * size]
            case "GET", ["pulls"]:
                return 200, self.pulls.get(parse_qs(parts.query)["head"][0], [])
            case "POST", ["issues", "1", "comments"]:
                assert content is not None
                return 201, self.add(content["body"])
            case "PATCH", ["issues", "comments", number]:
                assert content is not None
                (comment,) = [each for each in self.comments if each["id"] == int(number)]
                comment["body"] = content["body"]
                return 200, comment
        return 404, {}


@contextmanager
def serving() -> Iterator[CommentsApi]:
    """Serve an API on this machine."""
    api = CommentsApi()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            content = json.loads(self.rfile.read(size)) if size else None
            api.tokens.add(self.headers["Authorization"])
            status, answer = api.answer(self.command, self.path, content)
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = _answer  # noqa: N815 - the names that the base class looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
