from collections.abc import Callable

import pytest
from alembic import command
from sqlalchemy import URL, Engine, NullPool, create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from ${{ values.package }} import migrate


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


@pytest.fixture
def configured(
    new_database: Callable[[], URL], environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Engine:
    """A database without tables, which the service is told to use."""
    url = new_database()
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_NAME", str(url.database))
    return create_engine(url, poolclass=NullPool)


def test_goes_up_and_down_and_keeps_data(configured: Engine) -> None:
    migrate.main(["upgrade"])
    insert = "INSERT INTO conversations (id, owner, title) VALUES (gen_random_uuid(), 'ada', 'x')"
    with configured.begin() as connection:
        connection.execute(text(insert))

    migrate.main(["downgrade", "-1"])
    assert tables(configured) == {"conversations", "messages"}
    migrate.main(["upgrade"])
    # Again, as every release does.
    migrate.main(["upgrade"])
    assert tables(configured) == {"conversations", "messages", "rate_limits"}
    with configured.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM conversations")) == 1

    migrate.main(["downgrade", "base"])
    assert tables(configured) == set()


def test_leaves_the_tables_of_a_later_release(configured: Engine) -> None:
    migrate.main(["upgrade"])
    with configured.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))

    # As after a rollback.
    migrate.main(["upgrade"])

    with configured.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "later"


def test_makes_the_tables_that_the_code_expects(engine: Engine) -> None:
    with engine.begin() as connection:
        command.check(migrate.alembic_config(connection))


def test_does_all_or_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        migrate.migrate(connection, "downgrade", "base")
        connection.rollback()

    assert "messages" in tables(engine)


def test_waits_for_the_database_but_not_for_ever() -> None:
    nowhere = create_engine("postgresql+psycopg://127.0.0.1:9/none", poolclass=NullPool)

    with pytest.raises(OperationalError):
        migrate.wait_for(nowhere, 1)
