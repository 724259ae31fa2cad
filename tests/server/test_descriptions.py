"""The committed descriptions of the API and of the console's answers are those of the code.

`FIELDSERVER_WRITE_DESCRIPTIONS=1 pytest tests/server/test_descriptions.py` writes them anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest

from server import openapi
from server.replies import REPLIES

DOCS = Path(__file__).parents[2] / "docs"
SCHEMAS = DOCS / "schemas" / "fieldserver"


def committed(file: Path, now: str) -> str:
    if os.environ.get("FIELDSERVER_WRITE_DESCRIPTIONS"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(now, encoding="utf-8")
    return file.read_text("utf-8")


def test_the_description_of_the_api_is_current() -> None:
    assert committed(DOCS / "openapi.json", openapi.text()) == openapi.text()


@pytest.mark.parametrize("name", sorted(REPLIES))
def test_the_schema_of_each_answer_is_current(name: str) -> None:
    schema = msgspec.json.schema(REPLIES[name])
    now = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert committed(SCHEMAS / f"{name}.json", now) == now


def test_no_schema_is_left_over() -> None:
    assert {file.stem for file in SCHEMAS.glob("*.json")} == set(REPLIES)
