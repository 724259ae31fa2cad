"""A new edition is taken only from its publisher, whole, newer and for this machine."""

from __future__ import annotations

import fcntl
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bundling import start
from fieldapp.errors import Refused
from fieldapp.updating import Installed, installed, lay_ready, look, put_aside
from sync.release import order_of, read_release
from tests.bundles.team import Team
from tests.releases import FILES, PUBLISHER, written


@pytest.fixture
def here(tmp_path: Path) -> Installed:
    """Give an old program in a folder of its own."""
    folder = tmp_path / "programs" / "fieldapp"
    folder.mkdir(parents=True)
    (folder / "fieldapp").write_bytes(b"old program")
    return Installed("0.1.0", folder, PUBLISHER)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Give a town with real homes."""
    made = Team(tmp_path)
    yield made
    made.close()


def folders(here: Installed) -> dict[str, bytes]:
    """Give the program file of every folder there."""
    assert here.folder is not None
    beside = here.folder.parent.iterdir()
    return {one.name: (one / "fieldapp").read_bytes() for one in beside}


def refusal(file: Path, here: Installed) -> str:
    """Give the code with which a file is turned away, and see that nothing was changed."""
    with pytest.raises(Refused) as refused:
        lay_ready(file, look(file, here), here)
    assert folders(here) == {"fieldapp": b"old program"}
    return refused.value.code


def test_a_release_is_laid_beside_and_takes_the_place_at_the_next_start(
    here: Installed, tmp_path: Path
) -> None:
    file = written(tmp_path / "new.gsu")
    shares: list[float] = []
    assert lay_ready(file, look(file, here), here, on_share=shares.append)
    assert here.ready
    assert shares[-1] == 1.0
    assert here.folder is not None
    ready = here.folder.with_name("fieldapp.next")
    assert os.access(ready / "fieldapp", os.X_OK)
    assert (ready / "fieldserver").read_bytes() == FILES["fieldapp"]
    assert start._exchange(ready, here.folder)
    start._keep_before(ready, here.folder)
    assert folders(here) == {"fieldapp": b"new program", "fieldapp.before": b"old program"}


def test_the_start_changes_over_and_begins_anew(
    here: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = _laid(here, tmp_path, monkeypatch)
    assert here.folder is not None
    start._change_over(here.folder, may_change=False)
    assert (folders(here)["fieldapp"], begun) == (b"old program", [])
    _end()
    start._change_over(here.folder, may_change=True)
    assert folders(here)["fieldapp"] == b"new program"
    assert begun == [str(here.folder / "fieldapp")]


def test_a_program_that_is_at_work_is_not_changed_under_its_feet(
    here: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = _laid(here, tmp_path, monkeypatch)
    assert here.folder is not None
    with (here.folder / "fieldapp").open("rb") as elsewhere:
        fcntl.flock(elsewhere, fcntl.LOCK_SH)
        start._change_over(here.folder, may_change=True)
    assert (folders(here)["fieldapp"], begun) == (b"old program", [])


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    """End what a start left at work."""
    yield
    _end()


def _end() -> None:
    while start._AT_WORK:
        start._AT_WORK.pop().close()


def _laid(here: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lay a new edition ready; gives what will have been started."""
    file = written(tmp_path / "new.gsu")
    assert lay_ready(file, look(file, here), here)
    assert here.folder is not None
    begun: list[str] = []
    monkeypatch.setattr(sys, "executable", str(here.folder / "fieldapp"))
    monkeypatch.setattr(os, "execv", lambda program, _: begun.append(program))
    monkeypatch.setenv("PYINSTALLER_RESET_ENVIRONMENT", "1")
    return begun


def test_a_cancelled_one_leaves_nothing_behind(here: Installed, tmp_path: Path) -> None:
    file = written(tmp_path / "new.gsu")
    assert not lay_ready(file, look(file, here), here, is_cancelled=lambda: True)
    assert folders(here) == {"fieldapp": b"old program"}


def test_another_key_is_not_believed(here: Installed, tmp_path: Path) -> None:
    other = Ed25519PrivateKey.generate()
    assert refusal(written(tmp_path / "x.gsu", key=other), here) == "update-forged"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_torn_file_is_not_taken(here: Installed, tmp_path: Path, share: float) -> None:
    file = written(tmp_path / "x.gsu")
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    assert refusal(file, here) == "update-torn"


def test_a_changed_file_in_it_is_not_taken(here: Installed, tmp_path: Path) -> None:
    file = written(tmp_path / "x.gsu", contents={"_internal/a.so": b"something else"})
    assert refusal(file, here) == "update-torn"


def test_a_missing_file_in_it_is_not_taken(here: Installed, tmp_path: Path) -> None:
    assert refusal(written(tmp_path / "x.gsu", more={"lost": "0" * 64}), here) == "update-torn"


@pytest.mark.parametrize(("version", "code"), [("0.0.9", "update-older"), ("0.1.0", "update-same")])
def test_an_older_or_the_same_edition_is_not_taken(
    here: Installed, tmp_path: Path, version: str, code: str
) -> None:
    assert refusal(written(tmp_path / "x.gsu", version=version), here) == code


def test_another_machine_is_told(here: Installed, tmp_path: Path) -> None:
    assert refusal(written(tmp_path / "x.gsu", machine="riscv64"), here) == "update-elsewhere"


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", "C:evil", "a\\b"])
def test_no_name_leads_out_of_the_folder(here: Installed, tmp_path: Path, name: str) -> None:
    assert refusal(written(tmp_path / "x.gsu", more={name: "0" * 64}), here) == "update-strange"


@pytest.mark.parametrize("target", ["/etc/passwd", "../../outside", "../fieldapp"])
def test_no_link_points_out_of_the_folder(here: Installed, tmp_path: Path, target: str) -> None:
    file = written(tmp_path / "x.gsu", more={"link": f"link:{target}"})
    assert refusal(file, here) == "update-strange"


def test_a_later_format_is_left_to_the_administrator(here: Installed, tmp_path: Path) -> None:
    assert refusal(written(tmp_path / "x.gsu", form=2), here) == "update-newer"


def test_something_else_is_no_release(here: Installed, tmp_path: Path) -> None:
    file = tmp_path / "x.gsu"
    file.write_bytes(b"a letter")
    assert refusal(file, here) == "update-strange"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("letter.txt", "a letter")
    assert refusal(file, here) == "update-strange"


def test_what_an_administrator_installed_is_left_to_him(tmp_path: Path) -> None:
    file = written(tmp_path / "x.gsu")
    with pytest.raises(Refused) as refused:
        look(file, Installed("0.1.0", Path("/usr/lib/fieldapp"), PUBLISHER))
    assert refused.value.code == "update-by-admin"


def test_without_a_publisher_built_in_nothing_is_taken(here: Installed, tmp_path: Path) -> None:
    file = written(tmp_path / "x.gsu")
    with pytest.raises(Refused) as refused:
        look(file, Installed("0.1.0", here.folder, None))
    assert refused.value.code == "update-no-publisher"


def test_a_source_tree_is_updated_by_git(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        look(written(tmp_path / "x.gsu"), installed())
    assert refused.value.code == "update-source"


def test_who_only_hands_a_file_on_sees_its_form(tmp_path: Path) -> None:
    assert read_release(written(tmp_path / "x.gsu"), None).version == "9.0.0"


def test_versions_are_compared_as_numbers() -> None:
    assert order_of("0.10.0") > order_of("0.9.2") > order_of("0.9")


def test_the_records_are_copied_aside_and_the_copy_opens(team: Team) -> None:
    mate = team.enrol("王海示例")
    mate.sync()
    mate.build("甲1")
    place = put_aside(mate.session)
    assert place == mate.session.home.path / "before-update"
    assert {"field.db", "keys.json"} <= {one.name for one in place.iterdir()}
    assert put_aside(mate.session) == place
    mate.build("甲2")
