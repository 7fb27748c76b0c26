"""Alembic runs this for every command: see `migrate.py`."""

from alembic import context

from ${{ values.package }}.database import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
