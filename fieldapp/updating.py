"""A new edition of this program: looked at, the records put aside, laid ready for the next start.

Nothing is taken that the publisher did not sign, that is older, or for another kind of machine.
The edition at work is not touched: the new one lies beside it, and the program's start changes
them over in one step (`bundling/start.py`).
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fieldapp import edition
from fieldapp.errors import Refused, Trouble
from fieldapp.log import EventLog
from fieldapp.session import Session
from fieldapp.store.aside import accept_copy, copy_home
from fieldapp.store.files import trouble_of
from fieldapp.troubles import line_troubles
from sync.line import Unreachable
from sync.release import (
    MAX_SIZE,
    BadRelease,
    Offered,
    Release,
    UpdateLine,
    Wrong,
    order_of,
    read_release,
    unpack,
)

SUFFIX = ".gsu"
READY, COMING = ".next", ".coming"
"""What the folder beside is called once whole, and while it is written."""
_KIND = f"{sys.platform}-{platform.machine().lower()}"
_NOTHING = "什么都没有动。"
_WRONG = {
    Wrong.strange: "这个文件不是程序的新版。",
    Wrong.torn: "这个文件不完整，多半是没拷完。再拷一次。",
    Wrong.forged: "这个文件不是发布程序的人签的，不能装。问问管账号的人是从哪儿来的。",
    Wrong.newer: "这个文件这一版程序还读不懂，请管账号的人来装。",
}

log = EventLog("updating")


@dataclass(frozen=True, slots=True)
class Installed:
    """The edition at work: what it is, where it lies, whose new editions it takes."""

    version: str
    folder: Path | None
    publisher: bytes | None

    @property
    def ready(self) -> bool:
        """Whether a new edition waits for the next start."""
        return self.folder is not None and _beside(self.folder, READY).exists()


def installed() -> Installed:
    """Tell what is installed here; a source tree has no folder and takes no new edition."""
    folder = Path(sys.executable).parent if edition.is_packed() else None
    return Installed(edition.version(), folder, _publisher())


def look(file: Path, here: Installed) -> Release:
    """Read a file and see that it can be installed here. Raises Refused, Trouble."""
    require_place(here)
    try:
        release = read_release(file, here.publisher)
    except BadRelease as error:
        raise _refused(error.wrong) from error
    except OSError as error:
        raise Trouble(
            "update-unreadable", f"文件读不出来，看看U盘插好了没有。{_NOTHING}"
        ) from error
    if (release.system, release.machine) != (sys.platform, platform.machine().lower()):
        raise Refused(
            "update-elsewhere", f"这个新版是给另一种机器的（{release.machine}）。{_NOTHING}"
        )
    if order_of(release.version) == order_of(here.version):
        raise Refused("update-same", f"现在就是 {here.version} 版，不用装。")
    if order_of(release.version) < order_of(here.version):
        raise Refused(
            "update-older",
            f"文件里是旧的 {release.version} 版，现在是 {here.version} 版。"
            f"旧版读不了新版存的记录，不装。{_NOTHING}",
        )
    return release


def require_place(here: Installed) -> None:
    """See that a new edition can be laid here at all. Raises Refused."""
    if here.folder is None:
        raise Refused("update-source", "这是从源代码跑的程序，更新用 git pull 和 make setup。")
    if here.publisher is None:
        raise Refused(
            "update-no-publisher", "这个程序做的时候没有写进发布者的钥匙，新版请管账号的人来装。"
        )
    is_writable = os.access(here.folder, os.W_OK) and os.access(here.folder.parent, os.W_OK)
    is_packages = here.folder.is_relative_to("/usr")
    if sys.platform != "linux" or is_packages or not is_writable:
        raise Refused(
            "update-by-admin",
            "这台机器的程序是管电脑的人装的，新版也要他来装："
            "把新的 .deb 给他，用 sudo apt install ./文件名 装，记录不受影响。",
        )


def ask_community(line: object, here: Installed) -> Offered | None:
    """Ask the server for a newer edition for this machine. Raises Refused, Trouble."""
    require_place(here)
    if not isinstance(line, UpdateLine):
        return None
    with line_troubles():
        found = line.offered(_KIND)
    is_newer = found is not None and order_of(found.version) > order_of(here.version)
    return found if is_newer else None


def fetch(
    line: UpdateLine,
    found: Offered,
    folder: Path,
    *,
    on_share: Callable[[float], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Path | None:
    """Bring a new edition into a folder, going on where it broke off; None when cancelled.

    Raises Refused, Trouble.
    """
    if found.size > MAX_SIZE or shutil.disk_usage(folder).free < 4 * found.size:
        raise Trouble("update-no-room", f"地方不够放新版。{_NOTHING}")
    place = folder / "updates" / f"{found.sha256}{SUFFIX}"
    coming = place.with_suffix(".part")
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        for old in set(place.parent.iterdir()) - {coming}:
            old.unlink()
        with coming.open("ab") as file, line_troubles():
            while file.tell() < found.size:
                if is_cancelled():
                    return None
                part = line.update_part(_KIND, file.tell())
                if not part:
                    raise Unreachable("no bytes")
                file.write(part)
                on_share(min(1.0, file.tell() / found.size))
        with coming.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != found.sha256:
            coming.unlink()
            raise _refused(Wrong.torn)
        coming.replace(place)
    except OSError as error:
        raise trouble_of(error) from error
    return place


def put_aside(session: Session) -> Path:
    """Copy the encrypted records aside, and see that the copy opens and is whole; gives its place.

    Raises Trouble: no-room-aside, copy-not-whole, disk-full, disk-error.
    """
    made = session.thread.run(lambda one: copy_home(one, session.home), write=True)
    if session.guarded is None or not session.guarded.is_whole(made / "field.db"):
        shutil.rmtree(made, ignore_errors=True)
        raise Trouble("copy-not-whole", f"另存的那一份记录对不上，没有往下做。原来的记录{_NOTHING}")
    return accept_copy(session.home, made)


def lay_ready(
    file: Path,
    release: Release,
    here: Installed,
    *,
    on_share: Callable[[float], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Unpack a release that was looked at beside the program at work; False when cancelled.

    Raises Refused, Trouble; then nothing but the edition at work is left.
    """
    assert here.folder is not None
    coming, ready = _beside(here.folder, COMING), _beside(here.folder, READY)
    shutil.rmtree(coming, ignore_errors=True)
    try:
        is_whole = unpack(file, release, coming, on_share=on_share, is_cancelled=is_cancelled)
        if is_whole:
            shutil.rmtree(ready, ignore_errors=True)
            coming.replace(ready)
            log.info("ready")
    except BadRelease as error:
        raise _refused(error.wrong) from error
    except OSError as error:
        raise trouble_of(error) from error
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    return is_whole


def _beside(folder: Path, end: str) -> Path:
    return folder.with_name(folder.name + end)


def _publisher() -> bytes | None:
    try:
        return bytes.fromhex((edition.ABOUT / "publisher.pub").read_text("ascii").strip())
    except (OSError, ValueError):
        return None


def _refused(wrong: Wrong) -> Refused:
    return Refused(f"update-{wrong.value}", f"{_WRONG[wrong]}{_NOTHING}")
