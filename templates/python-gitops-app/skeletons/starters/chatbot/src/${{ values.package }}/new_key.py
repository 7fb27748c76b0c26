"""Make an API key: this module is run with the name of its owner."""

from __future__ import annotations

import argparse
import secrets
import sys

from .api_keys import ApiKeys, hash_key


def main(arguments: list[str] | None = None) -> None:
    """Print the key for its owner and the entry for `API_KEYS`."""
    parser = argparse.ArgumentParser(description="Make an API key.")
    parser.add_argument("name", help="whose key it is")
    name = parser.parse_args(arguments).name
    key = secrets.token_urlsafe(32)
    entry = f"{name}:{hash_key(key)}"
    try:
        ApiKeys(entry)
    except ValueError:
        parser.error("a name has letters, digits and . _ @ - only")
    sys.stdout.write(f"For {name}, shown only now: {key}\nFor API_KEYS: {entry}\n")


if __name__ == "__main__":
    main()
