"""Events as OpenTelemetry log records; an extra, imported by whoever wants it."""

from __future__ import annotations

from opentelemetry._logs import Logger, LoggerProvider, SeverityNumber, get_logger

from promptops.runtime.events import Event

SCOPE = "promptops"


class OpenTelemetryEvents:
    """Emits each event as a log record with an event name, through a provider or the global one.

    The context of a trace is that of whoever emits: records come from a thread of their own and so belong to none;
    they are told apart by `feature_flag.context.id` and `promptops.stamp`.
    """

    def __init__(self, provider: LoggerProvider | None = None) -> None:
        self._logger: Logger = get_logger(SCOPE, logger_provider=provider)

    def __call__(self, event: Event) -> None:
        """Emit an event."""
        attributes = {name: value for name, value in event.attributes.items() if value is not None}
        self._logger.emit(
            timestamp=event.time,
            severity_number=SeverityNumber.INFO,
            event_name=event.name,
            attributes=attributes,
        )
