import pytest
from pydantic import ValidationError

from ${{ values.package }}.settings import Settings


def test_reads_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "staging")
    monkeypatch.setenv("PORT", "9000")

    settings = Settings()

    assert (settings.environment, settings.port) == ("staging", 9000)


@pytest.mark.parametrize(("name", "value"), [("LOG_LEVEL", "loud"), ("PORT", "0")])
def test_refuses_nonsense_at_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError):
        Settings()
