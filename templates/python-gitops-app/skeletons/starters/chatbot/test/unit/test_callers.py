from collections.abc import Callable

import pytest
from conftest import KEYS, client_of
from flask import Flask
from pydantic import ValidationError

from ${{ values.package }} import new_key
from ${{ values.package }}.api_keys import ApiKeys, hash_key
from ${{ values.package }}.config import ChatSettings


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer wrong", f"Basic {KEYS['ada']}", f"Bearer {hash_key(KEYS['ada'])}"],
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/chat"), ("GET", "/conversations")])
def test_lets_nobody_in_without_a_key(app: Flask, method: str, path: str, header: str) -> None:
    response = app.test_client().open(
        path, method=method, headers={"Authorization": header}, json={"message": "Hello"}
    )

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_limits_each_key_on_its_own_and_over_all_processes(
    make_app: Callable[..., Flask],
) -> None:
    one, other = (make_app(requests_per_minute=3) for _ in range(2))
    # A minute may end in between; then some more are let in.
    answers = [client_of(app).get("/conversations") for app in [one, other] * 4]

    refused = [answer for answer in answers if answer.status_code == 429]
    assert 2 <= len(refused) <= 5
    assert 1 <= int(refused[0].headers["Retry-After"]) <= 60
    assert client_of(other, "grace").get("/conversations").status_code == 200


def test_a_name_may_have_two_keys() -> None:
    keys = ApiKeys(f"ada:{hash_key('old')},\n ada:{hash_key('new')} ")

    found = [keys.find(key) for key in ("old", "new", "other", "")]

    assert [caller and caller.user for caller in found] == ["ada", "ada", None, None]
    assert found[0] != found[1]


@pytest.mark.parametrize("entry", ["swordfish", "ada:swordfish", f"a da:{hash_key('key')}"])
def test_refuses_a_key_that_is_not_hashed_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    monkeypatch.setenv("API_KEYS", f"grace:{hash_key('key')} {entry}")

    with pytest.raises(ValidationError, match="API_KEYS: entry 2") as refusal:
        ChatSettings()

    assert "swordfish" not in str(refusal.value)


def test_makes_a_key_that_fits_its_entry(capsys: pytest.CaptureFixture[str]) -> None:
    new_key.main(["ada"])

    key, entry = (line.split(": ")[1] for line in capsys.readouterr().out.splitlines())
    caller = ApiKeys(entry).find(key)
    assert caller is not None
    assert caller.user == "ada"


def test_makes_no_key_for_a_name_that_cannot_be_written() -> None:
    with pytest.raises(SystemExit):
        new_key.main(["a b"])
