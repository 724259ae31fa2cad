"""A new edition on the server: offered to its devices, fetched in parts, never an older one."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from fieldapp.errors import Refused
from fieldapp.updating import Installed, fetch, lay_ready, look
from server.updates import offered, publish
from server.web import build_app
from sync.release import Offered
from tests.releases import PUBLISHER, written
from tests.server.town import Phone, Town


@pytest.fixture
def client(town: Town) -> Iterator[TestClient[Any]]:
    """Someone who speaks HTTP to the town's server."""
    with TestClient(build_app(town.service), raise_server_exceptions=False) as made:
        yield made


class Near:
    """The two requests of an update, small parts at a time."""

    def __init__(self, client: TestClient[Any], phone: Phone) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {phone.token}"}

    def offered(self, kind: str) -> Offered | None:
        """Ask what there is."""
        said = self._client.get(f"/v1/updates/{kind}", headers=self._headers)
        return msgspec.json.decode(said.content, type=Offered) if said.is_success else None

    def update_part(self, kind: str, start: int) -> bytes:
        """Fetch 200 bytes."""
        headers = {**self._headers, "Range": f"bytes={start}-{start + 199}"}
        said = self._client.get(f"/v1/updates/{kind}/file", headers=headers)
        assert said.status_code == 206
        return bytes(said.content)


def test_what_is_published_reaches_a_device_whole(
    town: Town, client: TestClient[Any], wang: Phone, tmp_path: Path
) -> None:
    file = written(tmp_path / "new.gsu")
    publish(town.service.folder, file)
    line = Near(client, wang)
    found = line.offered(_kind())
    assert found is not None
    assert (found.version, found.notes) == ("9.0.0", ("敲门页快了一半。",))
    stops = iter([False, False, True])
    assert fetch(line, found, tmp_path, is_cancelled=lambda: next(stops)) is None
    brought = fetch(line, found, tmp_path)
    assert brought is not None
    assert brought.read_bytes() == file.read_bytes()
    here = Installed("0.1.0", tmp_path / "fieldapp", PUBLISHER)
    (tmp_path / "fieldapp").mkdir()
    assert lay_ready(brought, look(brought, here), here)


def test_strangers_and_other_machines_are_told_of_none(
    town: Town, client: TestClient[Any], wang: Phone, tmp_path: Path
) -> None:
    publish(town.service.folder, written(tmp_path / "new.gsu"))
    assert client.get(f"/v1/updates/{_kind()}").status_code == 401
    line = Near(client, wang)
    assert line.offered("linux-riscv64") is None
    assert line.offered("..-..") is None


def test_an_older_edition_does_not_replace_a_newer_one(town: Town, tmp_path: Path) -> None:
    publish(town.service.folder, written(tmp_path / "new.gsu"))
    with pytest.raises(Refused) as refused:
        publish(town.service.folder, written(tmp_path / "old.gsu", version="8.0.0"))
    assert refused.value.code == "update_older"
    still = offered(town.service.folder, _kind())
    assert still is not None
    assert still.version == "9.0.0"


def test_something_else_is_not_published(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "letter.gsu"
    file.write_bytes(b"a letter")
    with pytest.raises(Refused) as refused:
        publish(town.service.folder, file)
    assert refused.value.code == "not_update"
    assert offered(town.service.folder, _kind()) is None


def test_only_the_newest_file_is_kept(town: Town, tmp_path: Path) -> None:
    publish(town.service.folder, written(tmp_path / "one.gsu", version="9.0.0"))
    publish(town.service.folder, written(tmp_path / "two.gsu", version="9.0.1"))
    assert len(list((town.service.folder / "updates").glob("*.gsu"))) == 1


def _kind() -> str:

    return f"{sys.platform}-{platform.machine().lower()}"
