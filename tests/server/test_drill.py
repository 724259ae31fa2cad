"""Rows compared over HTTP: members only, at the head of the log, with the rows put on record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import select

from server.tables import AUDIT
from server.web import build_app
from sync.codec import canonical, decode
from sync.drill import DrillAnswer, DrillQuestion, find_differences
from sync.protocol import ScopeId
from tests.server.town import GRID_SCOPE, Phone, Town


@pytest.fixture
def client(town: Town) -> Iterator[TestClient[Any]]:
    """Someone who speaks HTTP to the town's server."""
    with TestClient(build_app(town.service), raise_server_exceptions=False) as made:
        yield made


def asked(client: TestClient[Any], phone: Phone, question: DrillQuestion) -> Any:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {phone.token}"}
    return client.post("/v1/drill", content=canonical(question), headers=headers)


def settled(phone: Phone) -> tuple[int, str]:
    """Let a village group stand in the log; give where that is."""
    answer = phone.say(phone.create("village_group", name="上沟组"))
    return answer.head, answer.head_hash


def test_a_device_with_nothing_finds_every_row(
    client: TestClient[Any], town: Town, wang: Phone
) -> None:
    cursor, hash_ = settled(wang)

    def ask(question: DrillQuestion) -> DrillAnswer:
        return decode(DrillAnswer, asked(client, wang, question).content)

    found = find_differences(ScopeId(GRID_SCOPE), cursor, hash_, {}, ask)
    assert [row.fields["name"] for row in found.rows.values()] == ["上沟组"]
    with town.service.store.read() as connection:
        events = list(connection.scalars(select(AUDIT.c.event)))
    assert events.count("rows_repaired") == 1


@pytest.mark.parametrize(
    ("scope", "hash_", "number"), [(GRID_SCOPE, "00", 3003), ("diary:somebody", "", 3001)]
)
def test_whoever_stands_elsewhere_is_turned_away(
    client: TestClient[Any], wang: Phone, scope: str, hash_: str, number: int
) -> None:
    cursor, _ = settled(wang)
    question = DrillQuestion(scope=ScopeId(scope), cursor=cursor, hash=hash_)
    assert asked(client, wang, question).json()["number"] == number


def test_a_stranger_learns_nothing(client: TestClient[Any]) -> None:
    question = DrillQuestion(scope=ScopeId(GRID_SCOPE), cursor=0, hash="")
    assert client.post("/v1/drill", content=canonical(question)).json()["number"] == 2001
