"""A limit per API key that holds over all processes and replicas: PostgreSQL counts."""

from __future__ import annotations

from sqlalchemy import Engine, case, func
from sqlalchemy.dialects.postgresql import insert

from .database import rate_limits


class RateLimits:
    """Counts requests by key and minute, in one row a key."""

    def __init__(self, engine: Engine, per_minute: int) -> None:
        """Allow so many requests a minute to each key."""
        self._engine = engine
        self._per_minute = per_minute

    def seconds_to_wait(self, key: str) -> int:
        """Count a request; 0 when it is allowed, else when to come back."""
        # The database's clock, because the replicas' may differ.
        minute = func.date_trunc("minute", func.now())
        fresh = insert(rate_limits).values(key=key, minute=minute, requests=1)
        same_minute = rate_limits.c.minute == fresh.excluded.minute
        count = fresh.on_conflict_do_update(
            index_elements=[rate_limits.c.key],
            set_={
                "minute": fresh.excluded.minute,
                "requests": case((same_minute, rate_limits.c.requests + 1), else_=1),
            },
        ).returning(
            rate_limits.c.requests,
            func.ceil(60 - func.extract("second", func.now())),
        )
        with self._engine.begin() as connection:
            requests, left = connection.execute(count).one()
        return 0 if requests <= self._per_minute else max(1, int(left))
