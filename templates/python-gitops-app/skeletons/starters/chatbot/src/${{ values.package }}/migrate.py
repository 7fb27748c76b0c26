"""Bring the tables up to date, or back: `upgrade`, `downgrade -1`, `new "what changes"`."""

from __future__ import annotations

import argparse
import logging
import time
from enum import Enum, auto
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, func, select
from sqlalchemy.exc import OperationalError

from .config import ChatSettings
from .logs import configure_logging

_logger = logging.getLogger(__name__)
_LOCK = 0x6D696772


class Version(Enum):
    """The tables of a database, seen from this code."""

    OLDER = auto()
    CURRENT = auto()
    # As after a rollback: a later release has migrated, and leaves what the earlier ones use.
    NEWER = auto()


def main(arguments: list[str] | None = None) -> None:
    """Migrate the configured database."""
    parser = argparse.ArgumentParser(description="Migrate the database.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("upgrade").add_argument("revision", nargs="?", default="head")
    commands.add_parser("downgrade").add_argument("revision")
    commands.add_parser("new").add_argument("revision", metavar="what")
    parser.add_argument("--wait", type=float, default=60, help="seconds to wait for the database")
    options = parser.parse_args(arguments)
    settings = ChatSettings()
    configure_logging(settings.log_level, service=settings.service_name)
    engine = create_engine(settings.database_url, poolclass=NullPool)
    wait_for(engine, options.wait)
    with engine.begin() as connection:
        migrate(connection, options.command, options.revision)


def migrate(connection: Connection, direction: str, revision: str) -> None:
    """Migrate in the transaction of a connection: all of it or nothing, and one at a time."""
    connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    config = alembic_config(connection)
    match direction:
        case "upgrade" if version(connection) is Version.NEWER:
            _logger.info("the tables are newer than this code: nothing to do")
        case "upgrade":
            command.upgrade(config, revision)
        case "downgrade":
            command.downgrade(config, revision)
        case _:
            command.revision(config, message=revision, autogenerate=True)


def version(connection: Connection) -> Version:
    """Say whether the tables are what this code needs."""
    scripts = ScriptDirectory.from_config(alembic_config(connection))
    known = {script.revision for script in scripts.walk_revisions()}
    current = set(MigrationContext.configure(connection).get_current_heads())
    if current - known:
        return Version.NEWER
    return Version.CURRENT if current == set(scripts.get_heads()) else Version.OLDER


def alembic_config(connection: Connection) -> Config:
    """Tell Alembic where the migrations are, and on which connection to run them."""
    config = Config()
    folder = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def wait_for(engine: Engine, seconds: float) -> None:
    """Wait for a database that is starting, too."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with engine.connect():
                return
        except OperationalError:
            if time.monotonic() >= deadline:
                raise
            _logger.info("waiting for the database")
            time.sleep(1)


if __name__ == "__main__":
    main()
