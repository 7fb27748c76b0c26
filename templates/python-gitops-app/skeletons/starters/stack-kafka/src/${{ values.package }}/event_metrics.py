"""What is measured of the stream, besides requests."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class EventMetrics:
    """In the application's own registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Register all collectors."""
        self.published = Counter(
            "events_published_total",
            "Events given to Kafka, by whether it has them.",
            ("outcome",),
            registry=registry,
        )
        self.consumed = Counter(
            "events_consumed_total",
            "Events read from Kafka, by what became of them.",
            ("outcome",),
            registry=registry,
        )
        self.delay = Histogram(
            "event_delay_seconds",
            "Time from an event until it was handled here.",
            registry=registry,
            buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120, 600, 3600),
        )
        self.lag = Gauge(
            "events_lag",
            "Events in Kafka that this replica has not read yet, by partition.",
            ("partition",),
            registry=registry,
        )
