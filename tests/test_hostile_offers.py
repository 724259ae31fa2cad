"""What a server that was broken into says of a new edition."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from fieldapp.updating import fetch
from sync.release import Offered


class BadServer:
    """Offers a file whose sum is a way out of the folder."""

    def __init__(self, told: bytes) -> None:
        self._told = told

    def offered(self, kind: str) -> Offered | None:
        """Give what it tells, read as from the line."""
        return msgspec.json.decode(self._told, type=Offered)

    def update_part(self, kind: str, start: int) -> bytes:
        """Give anything."""
        return b"x"


def bring(line: BadServer, folder: Path) -> None:
    """Ask, and fetch what is offered."""
    found = line.offered("linux-x86_64")
    assert found is not None
    fetch(line, found, folder)


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/x", "", "AB" * 32, "ab" * 31])
def test_an_offer_under_a_strange_name_touches_no_file(tmp_path: Path, name: str) -> None:
    records = tmp_path / "field.db"
    records.write_bytes(b"words")
    (tmp_path / "updates").mkdir()
    told = msgspec.json.encode({"version": "9.9.9", "size": 1, "sha256": name})
    line = BadServer(told)
    with pytest.raises(msgspec.ValidationError):
        bring(line, tmp_path)
    assert records.read_bytes() == b"words"
