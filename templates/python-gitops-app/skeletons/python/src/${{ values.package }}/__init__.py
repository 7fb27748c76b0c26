"""${{ values.name }}."""

from importlib.metadata import version

__version__ = version("${{ values.package | replace('_', '-') if values.starter == 'stack' else values.name }}")
