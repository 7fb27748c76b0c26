"""Who may use the service: API keys, of which only hashes are known here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

_ENTRY = re.compile(r"(?P<user>[A-Za-z0-9._@-]{1,64}):(?P<digest>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and with which of their keys."""

    user: str
    key: str


class ApiKeys:
    """The known keys.

    A plain SHA-256 is enough because the keys are random: there is no dictionary to try.
    """

    def __init__(self, entries: str) -> None:
        """Read `name:sha256` entries; a name may have several keys, so that one can be replaced."""
        self._callers: dict[str, Caller] = {}
        for number, entry in enumerate(re.split(r"[\s,]+", entries.strip()), start=1):
            if not entry:
                continue
            match = _ENTRY.fullmatch(entry)
            if match is None:
                # By its number: the entry may be a key that somebody forgot to hash.
                raise ValueError(f"API_KEYS: entry {number} is not <name>:<sha256 in hexadecimal>")
            digest = match["digest"]
            self._callers[digest] = Caller(user=match["user"], key=digest[:16])

    def find(self, key: str) -> Caller | None:
        """Give the owner of a key. All hashes are compared, whichever fits."""
        digest = hash_key(key)
        found: Caller | None = None
        for known, caller in self._callers.items():
            if compare_digest(known, digest):
                found = caller
        return found


def hash_key(key: str) -> str:
    """Hash a key as `API_KEYS` has it."""
    return sha256(key.encode()).hexdigest()
