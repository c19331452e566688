from __future__ import annotations

from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from tests.runtime.shop import Shop

from promptops.runtime.opentelemetry import OpenTelemetryEvents


def test_an_event_is_a_log_record_by_the_conventions(shop: Shop) -> None:
    exporter = InMemoryLogRecordExporter()  # type: ignore[no-untyped-call]  # the package does not type it
    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    runtime = shop.open(on_event=OpenTelemetryEvents(provider))
    with runtime.session("user-1") as session:
        session.resolve("greeting").render()
    assert runtime.flush(5)
    records = [found.log_record for found in exporter.get_finished_logs()]
    assert [record.event_name for record in records] == ["promptops.bundle.activated", "feature_flag.evaluation"]
    attributes = dict(records[-1].attributes or {})
    assert attributes["feature_flag.key"] == "prompt:greeting@1"
    assert attributes["feature_flag.result.reason"] == "static"
    assert attributes["gen_ai.prompt.name"] == "greeting"
    assert records[-1].timestamp
