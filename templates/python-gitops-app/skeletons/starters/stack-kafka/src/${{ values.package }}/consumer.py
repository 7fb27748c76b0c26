"""Reads the topic and handles each event at least once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Event as Flag
from threading import Thread

from confluent_kafka import Consumer, KafkaException, Message, TopicPartition
from pydantic import ValidationError

from .config import KafkaSettings
from .event_metrics import EventMetrics
from .events import Event

_logger = logging.getLogger(__name__)
_RETRY_SECONDS = 5
_LEAVE_SECONDS = 8


class EventConsumer:
    """One member of the consumer group, in a thread of its own."""

    def __init__(
        self, settings: KafkaSettings, handle: Callable[[Event], None], metrics: EventMetrics
    ) -> None:
        """Prepare; nothing is read before `start`."""
        self._topic = settings.topic
        self._handle = handle
        self._metrics = metrics
        self._config = settings.connection() | {
            "group.id": settings.consumer_group,
            "session.timeout.ms": settings.session_seconds * 1000,
            # A new group begins with what is there.
            "auto.offset.reset": "earliest",
            # What was handled is committed, and nothing else: after a crash the rest comes again.
            "enable.auto.offset.store": False,
            # The topic may be younger than this consumer, and so may some of its partitions.
            "allow.auto.create.topics": True,
            "topic.metadata.refresh.interval.ms": 10_000,
        }
        # Partition by partition, where reading began; None until the group has said what is ours.
        self._begun: dict[int, int] | None = None
        self._ended = Flag()
        self._thread = Thread(target=self._run, name="consumer", daemon=True)

    @property
    def has_joined(self) -> bool:
        """Whether the group knows this member. More members than partitions leave some idle."""
        return self._begun is not None

    def start(self) -> None:
        """Read in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the event under way, say what was handled, and leave the group."""
        self._ended.set()
        self._thread.join(_LEAVE_SECONDS)
        if self._thread.is_alive():
            # Without Kafka there is nobody to say it to: what was not committed comes again.
            _logger.warning("ended without leaving the group")

    def _run(self) -> None:
        while not self._ended.is_set():
            consumer = Consumer(self._config, logger=_logger)
            try:
                consumer.subscribe(
                    [self._topic],
                    on_assign=self._begin,
                    on_revoke=self._leave,
                    on_lost=self._leave,
                )
                while not self._ended.is_set():
                    self._read(consumer)
            except KafkaException:
                _logger.exception("reading failed, and begins anew")
                self._ended.wait(_RETRY_SECONDS)
            finally:
                consumer.close()

    def _read(self, consumer: Consumer) -> None:
        message = consumer.poll(0.5)
        if message is not None:
            if error := message.error():
                # Of Kafka, not of an event: librdkafka tries again by itself.
                _logger.warning("not read: %s", error.str())
                return
            self._metrics.consumed.labels(self._take(message)).inc()
            consumer.store_offsets(message=message)
        self._measure_lag(consumer)

    def _take(self, message: Message) -> str:
        """Handle one message. One that cannot be handled must not hold up those behind it."""
        place = {"partition": message.partition(), "offset": message.offset()}
        try:
            event = Event.decode(message.value())
            self._handle(event)
        except ValidationError as error:
            _logger.warning("no event", extra=place | {"problems": error.error_count()})
            return "invalid"
        except Exception:
            # The place to send it to a topic for such events, if they must not be lost.
            _logger.exception("event not handled", extra=place)
            return "failed"
        self._metrics.delay.observe(max(0, (datetime.now(UTC) - event.time).total_seconds()))
        return "handled"

    def _measure_lag(self, consumer: Consumer) -> None:
        begun = self._begun or {}
        for place in consumer.position([TopicPartition(self._topic, each) for each in begun]):
            # What the last answer of Kafka said: nothing is asked here.
            low, high = consumer.get_watermark_offsets(place, cached=True)
            read = max(low, place.offset if place.offset >= 0 else begun[place.partition])
            self._metrics.lag.labels(str(place.partition)).set(max(0, high - read))

    def _begin(self, consumer: Consumer, partitions: Sequence[TopicPartition]) -> None:
        committed = consumer.committed(list(partitions), timeout=10)
        self._begun = {place.partition: place.offset for place in committed}
        _logger.info("reading", extra={"partitions": sorted(self._begun)})

    def _leave(self, _: Consumer, partitions: Sequence[TopicPartition]) -> None:
        self._begun = None
        for place in partitions:
            self._metrics.lag.labels(str(place.partition)).set(0)
            self._metrics.lag.remove(str(place.partition))
