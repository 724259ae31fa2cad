"""Photographs at the server: parts, authority, receipts, care and backup."""

from __future__ import annotations

import base64
import hashlib
import os
import random
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace

from server.backup import restore_backup, write_backup
from server.doctor import examine
from server.photo_care import examine_photos, mend_photos
from server.photos import PHOTOS, read_photo, shelf_of
from server.service import found_service
from server.web import build_app
from sync.codec import canonical
from sync.leaving import PhotoTaken, is_photo_taken, pack_photo
from sync.protocol import Change, ChangeKind, Edit, ScopeId, Status
from tests.server.town import GRID, GRID_2, GRID_SCOPE, NINE, Phone, Town

PICTURE = random.Random(7).randbytes(150_000)
"""No JPEG: the server does not look inside."""
NAME = hashlib.sha256(PICTURE).hexdigest()
PART = 65_536


@pytest.fixture
def client(town: Town) -> Iterator[TestClient[Any]]:
    """Someone who speaks HTTP to the town's server."""
    with TestClient(build_app(town.service), raise_server_exceptions=False) as made:
        yield made


def hang(phone: Phone, content: bytes = PICTURE) -> Change:
    """Log a knock with a photograph on it; gives the photograph's change."""
    door = phone.create("dwelling", room_label="502")
    visit = phone.create("visit", dwelling_id=door.row, outcome="met", author=phone.caller.person)
    photo = phone.create(
        "photo",
        on_kind="visit",
        on_id=visit.row,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        author=phone.caller.person,
    )
    answer = phone.exchange(phone.offer(*phone.send(door, visit, photo))).scopes[0]
    assert [one.verdict.word for one in answer.judged] == ["taken"] * 3
    return photo


def put(
    client: TestClient[Any],
    phone: Phone,
    photo: Change,
    start: int | None = None,
    part: bytes = b"",
    said: bytes | None = None,
) -> Any:
    """Carry one part; what its digest is said to be may be wrong."""
    digest = base64.b64encode(hashlib.sha256(part if said is None else said).digest()).decode()
    place = "*" if start is None else f"{start}-{start + len(part) - 1}"
    headers = {
        "Authorization": f"Bearer {phone.token}",
        "Content-Range": f"bytes {place}/{len(PICTURE)}",
        "Content-Digest": f"sha-256=:{digest}:",
    }
    url = f"/v1/photos/{photo.scope}/{photo.row}"
    return client.put(url, content=part, headers=headers)


def bring(client: TestClient[Any], phone: Phone, photo: Change) -> Any:
    """Carry the whole picture, part by part."""
    last = None
    for at in range(0, len(PICTURE), PART):
        last = put(client, phone, photo, at, PICTURE[at : at + PART])
        assert last.status_code == HTTPStatus.OK, last.text
    assert last is not None
    return last.json()


def get(client: TestClient[Any], phone: Phone, photo: Change, wanted: str = "") -> Any:
    headers = {"Authorization": f"Bearer {phone.token}"} | ({"Range": wanted} if wanted else {})
    return client.get(f"/v1/photos/{photo.scope}/{photo.row}", headers=headers)


def number(response: Any) -> int:
    found: int = response.json()["number"]
    return found


def test_the_last_part_puts_a_receipt_into_the_log(
    client: TestClient[Any], town: Town, wang: Phone
) -> None:
    photo = hang(wang)
    stand = bring(client, wang, photo)
    last = town.facts(GRID_SCOPE)[-1].effect[0]
    assert (stand["has"], stand["is_received"]) == (len(PICTURE), True)
    assert (last.entity, last.row, last.fields["sha256"]) == ("photo_receipt", photo.row, NAME)


def test_asking_tells_how_much_is_there(client: TestClient[Any], wang: Phone) -> None:
    photo = hang(wang)
    put(client, wang, photo, 0, PICTURE[:PART])
    assert put(client, wang, photo).json() == {
        "name": NAME,
        "size": len(PICTURE),
        "has": PART,
        "is_received": False,
    }


def test_a_part_spoiled_on_the_way_is_turned_away_and_can_be_sent_again(
    client: TestClient[Any], wang: Phone
) -> None:
    photo = hang(wang)
    spoiled = put(client, wang, photo, 0, b"x" * PART, said=PICTURE[:PART])
    assert (spoiled.status_code, number(spoiled)) == (HTTPStatus.BAD_REQUEST, 1007)
    assert put(client, wang, photo, 0, PICTURE[:PART]).json()["has"] == PART


def test_a_part_for_another_place_is_turned_away(client: TestClient[Any], wang: Phone) -> None:
    photo = hang(wang)
    away = put(client, wang, photo, PART, PICTURE[PART : 2 * PART])
    assert (away.status_code, number(away)) == (HTTPStatus.CONFLICT, 1008)


def test_another_picture_under_the_name_is_thrown_away_whole(
    client: TestClient[Any], wang: Phone
) -> None:
    photo = hang(wang)
    other = random.Random(8).randbytes(len(PICTURE))
    for at in range(0, len(other), PART):
        last = put(client, wang, photo, at, other[at : at + PART])
    assert (last.status_code, number(last)) == (HTTPStatus.UNPROCESSABLE_ENTITY, 1009)
    assert put(client, wang, photo).json()["has"] == 0


def test_a_part_that_is_too_large_is_turned_away(client: TestClient[Any], wang: Phone) -> None:
    assert number(put(client, wang, hang(wang), 0, PICTURE[: PART + 1])) == 1002


def test_a_torn_file_of_parts_goes_on_from_its_last_whole_one(
    client: TestClient[Any], town: Town, wang: Phone
) -> None:
    photo = hang(wang)
    put(client, wang, photo, 0, PICTURE[:PART])
    (growing,) = (town.service.folder / PHOTOS).glob("*/*.part")
    with growing.open("ab") as file:
        file.write(b"\0\0\1\0torn")
    assert put(client, wang, photo).json()["has"] == PART
    put(client, wang, photo, PART, PICTURE[PART : 2 * PART])
    done = put(client, wang, photo, 2 * PART, PICTURE[2 * PART :]).json()
    assert done["is_received"]


def test_who_does_not_hold_the_scope_may_neither_bring_nor_fetch(
    client: TestClient[Any], town: Town, wang: Phone
) -> None:
    photo = hang(wang)
    stranger = town.phone("赵示例") if "赵示例" in town.people else _stranger(town)
    for response in (put(client, stranger, photo), get(client, stranger, photo)):
        assert (response.status_code, number(response)) == (HTTPStatus.FORBIDDEN, 3001)


def _stranger(town: Town) -> Phone:
    town.add("外人示例")
    return town.phone("外人示例")


def test_a_picture_without_a_record_is_turned_away(client: TestClient[Any], wang: Phone) -> None:
    photo = hang(wang)
    unknown = wang.create("photo", sha256=NAME)
    assert number(put(client, wang, unknown)) == 3002
    archive = wang.patch(photo, "archived", None, True)
    wang.exchange(wang.offer(*wang.send(_archived(archive))))
    assert number(put(client, wang, photo)) == 3002


def _archived(change: Change) -> Change:
    from msgspec.structs import replace

    from sync.protocol import ChangeKind

    return replace(change, kind=ChangeKind.archive)


def test_the_same_picture_twice_is_one_file_with_two_receipts(
    client: TestClient[Any], town: Town, wang: Phone, miao: Phone
) -> None:
    mine, theirs = hang(wang), hang(miao)
    bring(client, wang, mine)
    assert put(client, miao, theirs).json()["is_received"]
    files = [one for one in (town.service.folder / PHOTOS).rglob("*") if one.is_file()]
    assert len(files) == 1


def test_a_colleague_fetches_it_also_from_the_middle(
    client: TestClient[Any], wang: Phone, miao: Phone
) -> None:
    photo = hang(wang)
    bring(client, wang, photo)
    whole, rest = get(client, miao, photo), get(client, miao, photo, "bytes=100000-")
    assert (whole.content, rest.content) == (PICTURE, PICTURE[100_000:])


def test_nothing_lies_readable_on_the_disk(
    client: TestClient[Any], town: Town, wang: Phone
) -> None:
    photo = hang(wang)
    put(client, wang, photo, 0, PICTURE[:PART])
    growing = [one.read_bytes() for one in town.service.folder.rglob("*") if one.is_file()]
    put(client, wang, photo, PART, PICTURE[PART : 2 * PART])
    put(client, wang, photo, 2 * PART, PICTURE[2 * PART :])
    whole = [one.read_bytes() for one in town.service.folder.rglob("*") if one.is_file()]
    for at in range(0, len(PICTURE) - 64, 1000):
        assert not any(PICTURE[at : at + 64] in content for content in (*growing, *whole))


def test_nobody_but_the_server_writes_a_receipt(wang: Phone) -> None:
    photo = hang(wang)
    forged = wang.create("photo_receipt", sha256=NAME)
    answer = wang.exchange(wang.offer(*wang.send(forged))).scopes[0]
    assert answer.status is Status.ok
    assert answer.judged[0].verdict.reason == "server_only"
    assert photo.entity == "photo"


def test_a_photograph_of_nothing_is_set_aside(wang: Phone) -> None:
    lonely = wang.create(
        "photo", on_kind="visit", on_id="none", sha256=NAME, size=1, author=wang.caller.person
    )
    answer = wang.exchange(wang.offer(*wang.send(lonely))).scopes[0]
    assert answer.judged[0].verdict.reason == "parent_missing"


def test_a_lost_file_is_found_and_its_receipt_taken_back(
    client: TestClient[Any], town: Town, wang: Phone
) -> None:
    photo = hang(wang)
    bring(client, wang, photo)
    (file,) = (town.service.folder / PHOTOS).glob("*/*.photo")
    file.write_bytes(file.read_bytes()[:-1])
    found = examine_photos(town.service)
    assert [(one.code, one.at) for one in found.findings] == [("photo_missing", photo.row)]
    mend_photos(town.service, found)
    assert not examine_photos(town.service).findings
    assert bring(client, wang, photo)["is_received"]
    assert not examine(town.service.store, town.service.keys).findings


def test_a_picture_follows_its_record_to_another_grid(
    client: TestClient[Any], town: Town, wang: Phone
) -> None:
    photo = hang(wang)
    bring(client, wang, photo)
    (door,) = [
        effect.row
        for fact in town.facts(GRID_SCOPE)
        for effect in fact.effect
        if effect.entity == "dwelling"
    ]
    grid = {"grid": Edit(old=GRID, new=GRID_2)}
    move = wang.change("dwelling", grid, row=door, kind=ChangeKind.move)
    answer = wang.exchange(wang.offer(*wang.send(move))).scopes[0]
    assert answer.judged[0].verdict.word == "taken"
    town.assign("王海示例", GRID_2, "part")
    there = replace(photo, scope=ScopeId(f"grid:{GRID_2}"))
    assert get(client, wang, there).content == PICTURE
    assert get(client, wang, photo).status_code == HTTPStatus.NOT_FOUND
    assert not examine_photos(town.service).findings


def test_old_files_without_a_record_are_thrown_away_and_young_ones_kept(town: Town) -> None:
    folder = town.service.folder / PHOTOS / "grid_x"
    folder.mkdir(parents=True)
    old, young = folder / f"{'0' * 64}.part", folder / f"{'1' * 64}.photo"
    for file in (old, young):
        file.write_bytes(b"x")
    os.utime(old, (0, NINE / 1000 - 31 * 86_400))
    os.utime(young, (0, NINE / 1000 - 29 * 86_400))
    assert mend_photos(town.service, examine_photos(town.service)) == 1
    assert [one.exists() for one in (old, young)] == [False, True]


def test_a_backup_brings_the_pictures_back(
    client: TestClient[Any], town: Town, wang: Phone, tmp_path: Path
) -> None:
    photo = hang(wang)
    bring(client, wang, photo)
    service, file, elsewhere = town.service, tmp_path / "one.backup", tmp_path / "elsewhere"
    write_backup(service.store, service.keys, file, NINE, service.folder / PHOTOS)
    elsewhere.mkdir()
    (elsewhere / "server.key").write_bytes((service.folder / "server.key").read_bytes())
    other = found_service(f"sqlite:///{elsewhere / 'server.db'}", elsewhere, town.time)
    photos = elsewhere / PHOTOS
    restore_backup(other.store, other.keys, file, replace=True, now_ms=NINE, photos=photos)
    with other.store.read() as connection:
        found = read_photo(connection, ScopeId(GRID_SCOPE), photo.row)
    assert found is not None
    assert shelf_of(other).open(found) == PICTURE
    other.close()


def test_who_left_a_scope_hands_a_picture_in_sealed_and_gets_a_signature(
    client: TestClient[Any], town: Town, wang: Phone
) -> None:
    photo = hang(wang)
    town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))
    public = town.service.keys.public()
    left = pack_photo(public.seal, GRID_SCOPE, photo.row, NAME, PICTURE)
    headers = {"Authorization": f"Bearer {wang.token}"}
    answer = client.post("/v1/leave/photo", content=canonical(left), headers=headers)
    assert answer.status_code == HTTPStatus.OK
    taken = PhotoTaken(**answer.json())
    assert is_photo_taken(public.sign, taken)
    assert town.facts(GRID_SCOPE)[-1].effect[0].entity == "photo_receipt"
    assert client.post("/v1/leave/photo", content=canonical(left)).status_code == 401
    for bad in (b"{}", b"\xff", canonical(replace(left, name="0" * 64))):
        answer = client.post("/v1/leave/photo", content=bad, headers=headers)
        assert answer.status_code in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
