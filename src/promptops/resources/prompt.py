"""Prompt: text that goes to a model."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from promptops.resources.base import Block, Resource
from promptops.resources.conditions import Segment
from promptops.resources.json_values import JsonObject, JsonValue
from promptops.resources.parameters import Parameters
from promptops.resources.quantities import Weight
from promptops.resources.references import ModelReference, PromptReference, ToolReference
from promptops.resources.rejections import refused
from promptops.resources.schema_fields import Inputs, SchemaOrPath
from promptops.resources.shapes import Items, ItemsOrPath, Map, Maybe, NamedItems
from promptops.resources.texts import Label, RelativePath, Text


class Message(Block):
    """One message of a conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool"] = Field(description="Who speaks.")
    content: str = Field(description="What is said; a template, as a body is.")


class Output(Block):
    """What the model is to write."""

    model_config = ConfigDict(
        json_schema_extra={"required": [], "anyOf": [{"required": ["format"]}, {"required": ["schema"]}]}
    )

    format: Literal["text", "json", "jsonl", "yaml", "xml", "markdown", "html", "csv", "code"] = Field(
        description="The form of the answer; `json` where only a schema is given."
    )
    schema_: Maybe[SchemaOrPath] = Field(
        None, alias="schema", description="The JSON Schema of the answer, or the path of the file that holds it."
    )
    role: Maybe[Literal["answer", "extraction", "classification"]] = Field(
        None, description="What the answer is for; the values of an extraction go on to other programs."
    )

    @model_validator(mode="before")
    @classmethod
    def _json_with_schema(cls, value: Any) -> Any:
        if isinstance(value, dict) and "schema" in value and "format" not in value:
            return {"format": "json", **value}
        return value


class Example(Block):
    """Inputs, and what the model ought to write for them."""

    inputs: JsonObject = Field(default_factory=dict, description="A value for each input.")
    output: JsonValue = Field(description="The answer: a text, or a value where the output has a schema.")


class Variant(Block):
    """One of several texts, of which each session gets one and keeps it."""

    model_config = ConfigDict(json_schema_extra={"not": {"required": ["body", "file"]}})

    name: Label = Field(description="Its name, unique in the prompt.")
    weight: Maybe[Weight] = Field(None, description="Its part of the traffic, relative to the other weights.")
    segment: Maybe[Segment] = Field(
        None, description="The sessions that get it, or that it shares by weight: attribute to values, or one text."
    )
    body: Maybe[Text] = Field(None, description="Its text; the prompt's own where neither this nor `file` is given.")
    file: Maybe[RelativePath] = Field(None, description="The path of the file that holds its text.")

    @property
    def has_text(self) -> bool:
        """Say whether it has a text of its own."""
        return self.body is not None or self.file is not None

    @model_validator(mode="after")
    def _one_text(self) -> Self:
        if self.body is not None and self.file is not None:
            raise refused("cannot stand beside `body`", "keep one of the two", ("file",), "key")
        return self


class Prompt(Resource):
    """Text that goes to a model, with what it takes, what it gives and what others may rely on."""

    model_config = ConfigDict(
        json_schema_extra={
            "not": {
                "required": ["body", "messages"],
                "properties": {"body": {"pattern": r"\S"}, "messages": {"minItems": 1}},
            }
        }
    )

    kind: Literal["Prompt"] = "Prompt"
    body: Maybe[str] = Field(None, description="The text; in Markdown what stands below the front matter.")
    messages: Items[Message] = Field((), description="The text as a conversation, in place of `body`.")
    model: Maybe[ModelReference] = Field(None, description="The model that it goes to.")
    inputs: Maybe[Inputs] = Field(
        None, description="What the text takes: name to type (`string`, `string?`) or JSON Schema; or one for all."
    )
    output: Maybe[Output] = Field(None, description="What the model is to write.")
    tools: Items[ToolReference] = Field((), description="The tools that the model may call.")
    parameters: Parameters = Field(default_factory=dict, description="Parameters of the call, such as `temperature`.")
    contract: Map[Label, Text] = Field(
        default_factory=dict, description="Clauses that others may rely on: name to words that stand in the text."
    )
    examples: Maybe[ItemsOrPath[Example]] = Field(
        None, description="Inputs with the output that they ought to give, or the path of a file of them."
    )
    variants: NamedItems[Variant] = Field((), description="Texts among which the traffic is divided.")
    fallback: Maybe[PromptReference] = Field(
        None, description="The prompt that takes its place while it is switched off."
    )
    tuned_for: Maybe[Text] = Field(None, description="The model snapshot that the wording was tuned for.")

    @model_validator(mode="after")
    def _one_text(self) -> Self:
        has_body = bool(self.body) and not str(self.body).isspace()
        if has_body and self.messages:
            raise refused("cannot stand beside a body", "keep one of the two", ("messages",), "key")
        if not (has_body or self.messages or (self.variants and all(item.has_text for item in self.variants))):
            raise refused("has no text", "write it below the front matter, as `body` or as `messages`")
        return self
