"""A device on a disk of 24 MB that runs full: run as a program inside a mount of its own.

Prints one JSON object of what it saw.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sqlalchemy import Connection

from fieldapp.errors import Trouble
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.rounds import sync_now
from fieldapp.services.kept_text import KeepText
from fieldapp.session import Enrolment, enrol, open_session
from fieldapp.store import headroom, keys
from fieldapp.store.home import Home
from fieldapp.store.os_secret import NoSecrets
from tests.cli.homes import CHEAP, CODE, PIN, Offices, Registry

LAST_PAGE = "最后一页" * 500


def live(folder: Path) -> dict[str, object]:
    """Fill the disk, save, try to read in, make room again."""
    home = Home(folder / "home")
    home.prepare()
    enrol(
        home,
        Offices(),
        Enrolment("http://127.0.0.1:9", CODE, PIN),
        cost=CHEAP,
        os_secrets=NoSecrets(),
    )
    with open_session(home, keys.unlock(home, PIN, os_secrets=NoSecrets())) as session:
        session.look_after()
        seen: dict[str, object] = {"held_at_first": headroom.room_in(home.path).is_held}
        filler = folder / "filler"
        fill(filler)
        seen["reading_in"] = code_of(lambda: session.thread.run(much, write=True, gives_way=True))
        seen["held_after_reading_in"] = headroom.room_in(home.path).is_held
        seen["saving"] = code_of(
            lambda: session.desk.do(KeepText("diary", LAST_PAGE)).result() is None
        )
        seen["is_saved"] = session.desk.ask(KeptTextQuery("diary")).result() == LAST_PAGE
        seen["held_after_saving"] = headroom.room_in(home.path).is_held
        seen["round"] = code_of(lambda: sync_now(session, Registry()))
        filler.unlink()
        session.look_after()
        seen["held_at_last"] = headroom.room_in(home.path).is_held
    fill(filler)
    seen["opening"] = code_of(lambda: reopened(home))
    return seen


def reopened(home: Home) -> None:
    """Start the program on the full disk and save."""
    with open_session(home, keys.unlock(home, PIN, os_secrets=NoSecrets())) as session:
        session.desk.do(KeepText("diary", LAST_PAGE * 2)).result()


def fill(filler: Path) -> None:
    """Write until there is not a byte left."""
    with filler.open("wb", buffering=0) as file:
        size = 65_536
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2


def much(connection: Connection) -> None:
    """Write more than there is room for."""
    for count in range(40):
        value = '"' + "多" * 50_000 + '"'
        connection.exec_driver_sql("INSERT INTO note_kept VALUES (?, ?)", (f"x{count}", value))


def code_of(act: object) -> str:
    """Give the code of the trouble that an act meets, or "fine"."""
    assert callable(act)
    try:
        act()
    except Trouble as trouble:
        return trouble.code
    return "fine"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(live(Path(sys.argv[1]))))
