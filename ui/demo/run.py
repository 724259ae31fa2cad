"""Decides between the window and the story in pictures, and says in words how it goes."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from fieldapp.clock import SystemClock
from fieldapp.domain.days import ms_of
from fieldapp.errors import Refused, Trouble
from fieldapp.session import Home
from sync.clock import FixedClock
from ui.demo.community import PEOPLE, Community, served
from ui.demo.devices import PIN

FROZEN = "2026-11-20T09:00:00+08:00"
TROUBLE = 3


def run_demo(home: Path | None = None, pictures: Path | None = None) -> int:
    """Show the demo: in a window, or as pictures where there is no display. Gives the exit code."""
    folder = home or user_data_path("fieldapp-demo", appauthor=False)
    try:
        _require_own(folder)
        if pictures is None and has_display():
            return _open_window(folder)
        return _draw_pictures(folder, pictures or folder / "pictures")
    except (Refused, Trouble) as error:
        sys.stderr.write(f"{error.sentence}\n")
        return TROUBLE
    except KeyboardInterrupt:
        _say("停下了。")
        return 0


def has_display() -> bool:
    """Tell whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _require_own(folder: Path) -> None:
    """Keep the demo out of the home where real records are. Raises Trouble."""
    if folder.resolve() == Home().path.resolve():
        raise Trouble(
            "home-holds-real-records",
            "这是放真记录的文件夹，演示不用它，什么都没有动。给演示换个空文件夹。",
        )


def _open_window(folder: Path) -> int:
    from ui.demo.window import show

    clock = SystemClock()
    with served(folder, clock, _say) as community:
        _say(f"演示开着。PIN 是 {PIN}，关掉窗口就结束。")
        return show(community, clock)


def _draw_pictures(folder: Path, pictures: Path) -> int:
    # Only now: importing it chooses the way of drawing that needs no display.
    from ui.demo.player import Player
    from ui.demo.story import play

    clock = FixedClock(ms_of(datetime.fromisoformat(FROZEN)))
    story = folder / "story"
    with ExitStack() as stack:
        community = stack.enter_context(served(story, clock, _say, clock_text=FROZEN))
        (story / "made.json").unlink()  # the story changes the records: next time from the start
        player = Player(community, clock, pictures, _say, stack)
        play(player)
        summary = _summary(community, player)
    _say(f"{len(player.pictures)} 张图片在 {pictures}")
    for path in player.pictures:
        _say(f"  {path.name}")
    _say(summary)
    return 0


def _summary(community: Community, player: object) -> str:
    return ""


def _say(sentence: str) -> None:
    print(sentence, flush=True)  # noqa: T201 - a program that is watched while it works


__all__ = ["FROZEN", "PEOPLE", "has_display", "run_demo"]
