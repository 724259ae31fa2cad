"""Opening the device for one command: which home, which PIN, and the lock."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldapp.desk import lease_over
from fieldapp.errors import Refused, Trouble
from fieldapp.log import logged_to
from fieldapp.session import Session, open_session
from fieldapp.store import keys
from fieldapp.store.home import Home


def home_of(options: Namespace) -> Home:
    """Give the home that `--home` or FIELDAPP_HOME names, or the default one."""
    named = options.home or os.environ.get("FIELDAPP_HOME")
    return Home(Path(named) if named else None)


def pin_of(options: Namespace, *, confirm: bool = False) -> str:
    """Give the PIN from `--pin-file`, FIELDAPP_PIN or a prompt."""
    if options.pin_file:
        return _from_file(Path(options.pin_file))
    from_environment = os.environ.get("FIELDAPP_PIN")
    if from_environment:
        return from_environment
    if not sys.stdin.isatty():
        raise Refused(
            "pin-missing",
            "没有给 PIN。用 --pin-file 指一个文件，或者设 FIELDAPP_PIN。",
            field="pin",
            is_input=True,
        )
    return _from_prompt(confirm=confirm)


@contextmanager
def opened(options: Namespace, *, also_closed: bool = False) -> Iterator[Session]:
    """Open the home with the PIN, locked for this program, and close it again.

    `also_closed`: also when the community was not heard for too long. Raises Refused, Trouble.
    """
    home = home_of(options)
    home.require_enrolled()
    with (
        home,
        logged_to(home.log_folder),
        open_session(home, keys.unlock(home, pin_of(options))) as session,
    ):
        if session.desk.is_closed and not also_closed:
            raise lease_over()
        yield session


def _from_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble("pin-file", "读不了放 PIN 的文件，看看路径对不对。") from error


def _from_prompt(*, confirm: bool) -> str:
    pin = getpass.getpass("PIN：")
    if confirm and getpass.getpass("再输一次：") != pin:
        raise Refused("pin-differs", "两次输的不一样，再来一次。", field="pin", is_input=True)
    return pin
