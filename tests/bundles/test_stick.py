"""Files on a stick are written whole or not at all, and what goes wrong has its sentence."""

from __future__ import annotations

import errno
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.bundles.stick import read_file, trouble_of, write_file
from fieldapp.errors import Refused, Trouble
from sync.bundle import MAX_BUNDLE


@pytest.fixture
def small_stick() -> Iterator[None]:
    """No file may grow beyond 10 kB, as on a stick that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    assert write_file(tmp_path / "a.gsb", [b"one", b"two"]) == 6
    assert read_file(tmp_path / "a.gsb") == b"onetwo"
    assert [one.name for one in tmp_path.iterdir()] == ["a.gsb"]


@pytest.mark.usefixtures("small_stick")
def test_a_full_stick_keeps_what_it_had(tmp_path: Path) -> None:
    file = tmp_path / "a.gsb"
    file.write_bytes(b"before")
    with pytest.raises(Trouble) as caught:
        write_file(file, [bytes(8_000), bytes(8_000)])
    assert caught.value.code == "stick-full"
    assert file.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["a.gsb"]


def test_a_stop_in_the_middle_keeps_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "a.gsb"
    file.write_bytes(b"before")

    def parts() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_file(file, parts())
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"before"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "stick-full"),
        (errno.EROFS, "stick-read-only"),
        (errno.EACCES, "stick-read-only"),
        (errno.ENODEV, "stick-gone"),
        (errno.EIO, "stick-gone"),
        (errno.EINVAL, "stick-error"),
    ],
)
def test_each_thing_that_goes_wrong_has_its_code(number: int, code: str) -> None:
    assert trouble_of(OSError(number, "")).code == code


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.gsb"
    with file.open("wb") as opened:
        opened.truncate(MAX_BUNDLE + 1)
    with pytest.raises(Refused) as caught:
        read_file(file)
    assert caught.value.code == "bundle-too-large"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        read_file(tmp_path)
