"""Gives events to Kafka, and waits until it has them."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from threading import Event as Flag
from threading import Thread
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Producer

from .config import KafkaSettings
from .event_metrics import EventMetrics
from .events import Event

_logger = logging.getLogger(__name__)


class NotPublishedError(Exception):
    """Kafka does not have the event, or does not say so."""


class EventTooLargeError(NotPublishedError):
    """Kafka takes no event of that size."""


class Publisher:
    """Publishes for many threads at once."""

    def __init__(self, settings: KafkaSettings, metrics: EventMetrics) -> None:
        """Prepare; nothing is connected before `start`."""
        self._topic = settings.topic
        self._timeout = settings.publish_timeout_seconds
        self._metrics = metrics
        self._config = settings.connection() | {
            # No duplicates by a retry, and no change of order.
            "enable.idempotence": True,
            "delivery.timeout.ms": round(self._timeout * 1000),
        }
        self._producer: Producer | None = None
        self._ended = Flag()
        self._thread = Thread(target=self._report, name="publisher", daemon=True)

    def start(self) -> None:
        """Connect in the background."""
        self._producer = Producer(self._config, logger=_logger)
        self._thread.start()

    def stop(self) -> None:
        """Hand over what is under way."""
        self._ended.set()
        self._thread.join()
        if self._producer:
            self._producer.flush(self._timeout)
            self._producer = None

    def is_connected(self) -> bool:
        """Ask Kafka for the topic, which makes it where Kafka allows that."""
        producer = self._producer
        if not producer:
            return False
        try:
            found = producer.list_topics(self._topic, timeout=2)
        except KafkaException:
            return False
        return found.topics[self._topic].error is None

    def publish(self, event: Event) -> None:
        """Publish one event; raises `NotPublishedError`."""
        try:
            self._deliver(event)
        except NotPublishedError:
            self._metrics.published.labels("failed").inc()
            raise
        self._metrics.published.labels("delivered").inc()

    def _deliver(self, event: Event) -> None:
        if not self._producer:
            raise NotPublishedError("not started")
        delivered: Future[None] = Future()

        def report(error: KafkaError | None, _: Any) -> None:
            if error:
                delivered.set_exception(NotPublishedError(error.str()))
            else:
                delivered.set_result(None)

        try:
            self._producer.produce(
                self._topic, event.encode(), key=event.subject, on_delivery=report
            )
            # Kafka's own limit comes first, and knows the reason.
            delivered.result(self._timeout + 5)
        except KafkaException as error:
            if error.args[0].code() == KafkaError.MSG_SIZE_TOO_LARGE:
                raise EventTooLargeError(str(error)) from error
            raise NotPublishedError(str(error)) from error
        except (BufferError, TimeoutError) as error:
            raise NotPublishedError(str(error)) from error

    def _report(self) -> None:
        while self._producer and not self._ended.is_set():
            self._producer.poll(0.2)
