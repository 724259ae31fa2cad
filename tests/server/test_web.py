"""The HTTP face: bodies in, answers out, and a numbered problem for everything else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace

from server.accounts import revoke
from server.exchange import SNAPSHOT_FROM
from server.web import MAX_OFFER, build_app
from sync.codec import canonical, change_id, deflate, pack, unpack
from sync.protocol import MAX_BYTES, Answer, ChangeId, Offer, Returned, ScopeAnswer, Status
from sync.snapshot import read_snapshot
from tests.server.town import GRID_SCOPE, Phone, Town

ZSTD = {"Content-Type": "application/zstd"}


@pytest.fixture
def client(town: Town) -> Iterator[TestClient[Any]]:
    """Someone who speaks HTTP to the town's server."""
    with TestClient(build_app(town.service), raise_server_exceptions=False) as made:
        yield made


def bearer(phone: Phone) -> dict[str, str]:
    return {"Authorization": f"Bearer {phone.token}"}


def sent(client: TestClient[Any], phone: Phone, offer: Offer) -> ScopeAnswer:
    headers = {**ZSTD, **bearer(phone)}
    response = client.post("/v1/exchange", content=pack(offer), headers=headers)
    assert response.status_code == HTTPStatus.OK
    return unpack(Answer, response.content).scopes[0]


def number(response: Any) -> int:
    assert response.headers["content-type"].startswith("application/problem+json")
    found: int = response.json()["number"]
    return found


def village(phone: Phone, name: str = "上沟组") -> Any:
    return phone.create("village_group", name=name)


def test_a_packed_offer_is_answered_packed(client: TestClient[Any], wang: Phone) -> None:
    answer = sent(client, wang, wang.offer(*wang.send(village(wang))))
    assert (answer.status, len(answer.facts)) == (Status.ok, 1)


def test_a_plain_offer_is_answered_plain(client: TestClient[Any], wang: Phone) -> None:
    headers = {"Content-Type": "application/json", **bearer(wang)}
    response = client.post("/v1/exchange", content=canonical(wang.offer()), headers=headers)
    assert response.json()["scopes"][0]["scope"] == GRID_SCOPE


def test_health_tells_the_protocol(client: TestClient[Any], town: Town) -> None:
    told = client.get("/v1/health").json()
    assert (told["protocol"], told["server_ms"]) == (1, town.time())


def test_the_largest_group_can_be_given_back_whole(client: TestClient[Any], wang: Phone) -> None:
    """A megabyte of changes comes back as facts: body and effect, as text within text."""
    offer = wang.offer()
    fact = '"' * 1_500_000
    given = replace(offer.scopes[0], returns=(Returned(id=ChangeId("a" * 32), fact=fact),))
    body = canonical(replace(offer, scopes=(given,)))
    assert len(body) > 3 * MAX_BYTES
    headers = {"Content-Type": "application/json", **bearer(wang)}
    response = client.post("/v1/exchange", content=body, headers=headers)
    assert response.status_code == HTTPStatus.OK or number(response) != 1002


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", 1001),
        (b"no zstd", 1001),
        (deflate(b"no json"), 1001),
        (deflate(b'{"version": 1}'), 1001),
        (deflate(b'{"version": 2, "news": []}'), 1003),
        (pack([]) + b"\0", 1001),
        (deflate(b"[" * 1000), 1001),
        (deflate(b" " * (MAX_OFFER + 1)), 1002),
        (b"x" * (MAX_OFFER + 1), 1002),
        (deflate(b"{}")[:-3], 1001),
    ],
    ids="empty plain nojson lacking newer list deep bomb long torn".split(),
)
def test_an_offer_that_is_none_gets_its_number(
    client: TestClient[Any], wang: Phone, town: Town, content: bytes, expected: int
) -> None:
    response = client.post("/v1/exchange", content=content, headers={**ZSTD, **bearer(wang)})
    assert number(response) == expected
    assert town.facts(GRID_SCOPE) == []


def test_an_unknown_field_in_the_envelope_is_malformed(
    client: TestClient[Any], wang: Phone
) -> None:
    body = canonical(wang.offer())[:-1] + b',"news":1}'
    headers = {"Content-Type": "application/json", **bearer(wang)}
    assert number(client.post("/v1/exchange", content=body, headers=headers)) == 1001


def test_changes_over_the_size_are_turned_away_whole(
    client: TestClient[Any], wang: Phone, town: Town
) -> None:
    fat = [
        replace(village(wang), act=str(index) + "x" * 200_000)
        for index in range(MAX_BYTES // 200_000 + 1)
    ]
    content = pack(wang.offer(*wang.send(*fat)))
    response = client.post("/v1/exchange", content=content, headers={**ZSTD, **bearer(wang)})
    assert (response.status_code, number(response)) == (413, 1002)
    assert town.facts(GRID_SCOPE) == []


def test_a_body_that_is_no_text_is_malformed(client: TestClient[Any], wang: Phone) -> None:
    good = village(wang)
    sent_ = wang.send_body(canonical(good).replace("上".encode(), b"\xff"), change_id(good))
    content = pack(wang.offer(sent_))
    response = client.post("/v1/exchange", content=content, headers={**ZSTD, **bearer(wang)})
    assert (response.status_code, number(response)) == (400, 1001)


def test_without_a_token_nobody_comes_in(client: TestClient[Any], wang: Phone) -> None:
    response = client.post("/v1/exchange", content=pack(wang.offer()), headers=ZSTD)
    assert (response.status_code, number(response)) == (401, 2001)


def test_a_wrong_token_is_nobody(client: TestClient[Any], wang: Phone) -> None:
    headers = {**ZSTD, "Authorization": "Bearer abc"}
    assert number(client.post("/v1/exchange", content=pack(wang.offer()), headers=headers)) == 2001


def test_a_revoked_device_is_shut_out(client: TestClient[Any], wang: Phone, town: Town) -> None:
    with town.service.store.write() as connection:
        revoke(connection, wang.caller.device, town.time())
    content = pack(wang.offer(*wang.send(village(wang))))
    response = client.post("/v1/exchange", content=content, headers={**ZSTD, **bearer(wang)})
    assert (response.status_code, number(response)) == (401, 2002)
    assert town.facts(GRID_SCOPE) == []


def test_an_address_that_is_not_there_gets_its_number(client: TestClient[Any]) -> None:
    assert number(client.get("/v1/nothing")) == 1004


def test_a_method_that_is_not_there_gets_its_number(client: TestClient[Any]) -> None:
    assert number(client.get("/v1/exchange")) == 1005


def enrol(client: TestClient[Any], code: str) -> Any:
    return client.post("/v1/enrol", json={"code": code, "device_name": "平板"})


def test_a_code_makes_a_device_once(client: TestClient[Any], town: Town) -> None:
    code = town.code("王海示例")
    told = enrol(client, code).json()
    assert (told["person_name"], told["role"]) == ("王海示例", "worker")
    assert GRID_SCOPE in told["scopes"]
    again = enrol(client, code)
    assert (again.status_code, number(again)) == (403, 2003)


def test_a_code_may_bear_the_certificates_mark(client: TestClient[Any], town: Town) -> None:
    response = enrol(client, f" {town.code('王海示例').lower()}-ABCDEFGH ")
    assert response.status_code == HTTPStatus.OK


def test_a_code_ends_after_a_day(client: TestClient[Any], town: Town) -> None:
    code = town.code("王海示例")
    town.time.ms += 24 * 3_600_000 + 1
    assert number(enrol(client, code)) == 2003


def test_guessing_codes_is_slowed_down(client: TestClient[Any], town: Town) -> None:
    for _ in range(5):
        assert number(enrol(client, "WRONG")) == 2003
    code = town.code("王海示例")
    slowed = enrol(client, code)
    assert (slowed.status_code, number(slowed)) == (429, 2004)
    assert slowed.headers["retry-after"] == "30"
    town.time.ms += 30_000
    assert enrol(client, code).status_code == HTTPStatus.OK


@pytest.fixture
def picture(client: TestClient[Any], wang: Phone) -> ScopeAnswer:
    """An answer that names a snapshot."""
    for start in range(0, SNAPSHOT_FROM, 200):
        wang.say(*(village(wang, f"{start + index}组") for index in range(200)))
    wang.stands.clear()
    return sent(client, wang, wang.offer())


def test_a_snapshot_holds_the_scope_at_its_place(
    client: TestClient[Any], wang: Phone, picture: ScopeAnswer
) -> None:
    assert picture.snapshot is not None
    response = client.get(f"/v1/snapshots/{picture.snapshot.name}", headers=bearer(wang))
    assert len(response.content) == picture.snapshot.size
    assert hashlib.sha256(response.content).hexdigest() == picture.snapshot.name
    read = read_snapshot(response.content)
    assert (read.scope, read.seq, read.hash) == (GRID_SCOPE, picture.head, picture.head_hash)
    assert read.size == SNAPSHOT_FROM


def test_a_snapshot_is_fetched_in_parts(
    client: TestClient[Any], wang: Phone, picture: ScopeAnswer
) -> None:
    assert picture.snapshot is not None
    path = f"/v1/snapshots/{picture.snapshot.name}"
    first = client.get(path, headers={**bearer(wang), "Range": "bytes=0-99"})
    rest = client.get(path, headers={**bearer(wang), "Range": "bytes=100-"})
    assert (first.status_code, rest.status_code) == (206, 206)
    assert rest.headers["content-range"].startswith("bytes 100-")
    whole = first.content + rest.content
    assert hashlib.sha256(whole).hexdigest() == picture.snapshot.name


def test_a_range_beyond_the_end_gets_its_number(
    client: TestClient[Any], wang: Phone, picture: ScopeAnswer
) -> None:
    assert picture.snapshot is not None
    headers = {**bearer(wang), "Range": f"bytes={picture.snapshot.size}-"}
    response = client.get(f"/v1/snapshots/{picture.snapshot.name}", headers=headers)
    assert (response.status_code, number(response)) == (416, 1006)


def test_a_snapshot_of_others_is_closed(
    client: TestClient[Any], town: Town, picture: ScopeAnswer
) -> None:
    assert picture.snapshot is not None
    town.add("外人")
    headers = bearer(town.phone("外人"))
    response = client.get(f"/v1/snapshots/{picture.snapshot.name}", headers=headers)
    assert (response.status_code, number(response)) == (403, 3001)


@pytest.mark.parametrize("name", ["0" * 64, "..%2F..%2Fserver.key", "x"])
def test_a_snapshot_that_is_not_there_gets_its_number(
    client: TestClient[Any], wang: Phone, name: str
) -> None:
    assert number(client.get(f"/v1/snapshots/{name}", headers=bearer(wang))) == 1004


def test_no_words_are_readable_in_a_snapshot_file(
    client: TestClient[Any], town: Town, picture: ScopeAnswer
) -> None:
    (file,) = (town.service.folder / "snapshots").iterdir()
    stored = file.read_bytes()
    assert b"\x28\xb5\x2f\xfd" not in stored[:64]
    assert picture.snapshot is not None
    opened = town.service.exchange.shelf.open(picture.snapshot.name)
    assert opened is not None
    assert opened[:200] not in stored
