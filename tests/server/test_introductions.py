"""Device and server come to know each other's public keys over a line that is safe already."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from litestar.testing import TestClient

from server.introductions import MAX_KEYS, introduce, signing_keys
from server.problems import Number, Problem
from server.web import build_app
from sync.seal import draw_signing_key, signing_public
from tests.server.town import Phone, Town

KEY = signing_public(draw_signing_key())


def test_a_device_is_told_the_keys_of_its_server(town: Town, wang: Phone) -> None:
    assert introduce(town.service, wang.caller, KEY) == town.service.keys.public()


def test_the_key_of_a_device_is_kept_once(town: Town, wang: Phone) -> None:
    for _ in range(2):
        introduce(town.service, wang.caller, KEY)
    with town.service.store.read() as connection:
        assert signing_keys(connection, wang.caller) == [KEY]


def test_an_older_key_of_a_device_still_counts(town: Town, wang: Phone) -> None:
    other = signing_public(draw_signing_key())
    for key in (KEY, other):
        introduce(town.service, wang.caller, key)
    with town.service.store.read() as connection:
        assert set(signing_keys(connection, wang.caller)) == {KEY, other}


def test_the_key_of_one_device_is_not_anothers(town: Town, wang: Phone, miao: Phone) -> None:
    introduce(town.service, wang.caller, KEY)
    with town.service.store.read() as connection:
        assert signing_keys(connection, miao.caller) == []


def test_a_device_cannot_fill_the_book_with_keys(town: Town, wang: Phone) -> None:
    for at in range(MAX_KEYS):
        introduce(town.service, wang.caller, bytes([at] * 32))
    with pytest.raises(Problem) as caught:
        introduce(town.service, wang.caller, KEY)
    assert caught.value.number is Number.too_many_tries


@pytest.mark.parametrize("sign", ["", "00", "zz" * 32])
def test_a_key_that_is_none_is_turned_away(town: Town, wang: Phone, sign: str) -> None:
    with TestClient(build_app(town.service)) as client:
        headers = {"Authorization": f"Bearer {wang.token}"}
        response = client.post("/v1/keys", json={"sign": sign}, headers=headers)
    assert response.json()["number"] == Number.malformed


def test_keys_travel_over_http(town: Town, wang: Phone) -> None:
    client: TestClient[Any]
    with TestClient(build_app(town.service)) as client:
        headers = {"Authorization": f"Bearer {wang.token}"}
        response = client.post("/v1/keys", json={"sign": KEY.hex()}, headers=headers)
    assert response.status_code == HTTPStatus.OK
    assert response.json()["seal"] == town.service.keys.public().seal.hex()
