import json
import logging
import sys

import pytest

from ${{ values.package }} import logs


@pytest.fixture(autouse=True)
def restore_root_logger() -> object:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


def test_writes_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure_logging("info", service="shop")

    logging.getLogger("shop.orders").info("order %s\naccepted", 7, extra={"order": 7})

    [line] = capsys.readouterr().out.splitlines()
    record = json.loads(line)
    assert record["message"] == "order 7\naccepted"
    assert record["level"] == "info"
    assert record["logger"] == "shop.orders"
    assert record["service"] == "shop"
    assert record["order"] == 7
    assert record["time"].endswith("+00:00")


def test_leaves_out_what_is_below_the_level(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure_logging("warning", service="shop")

    logging.getLogger().info("not now")

    assert capsys.readouterr().out == ""


def test_keeps_the_traceback() -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": sys.exc_info()})

    line = json.loads(logs.JsonFormatter("shop").format(record))

    assert "ValueError: broken" in line["exception"]
