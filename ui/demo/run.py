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
from fieldapp.errors import Trouble
from fieldapp.session import Home
from sync.clock import FixedClock
from ui.demo.community import Say, served
from ui.demo.devices import PIN

FROZEN = "2026-11-20T09:00:00+08:00"
"""When the story begins."""
STUCK = 1


def run_demo(home: Path | None, pictures: Path | None, say: Say) -> tuple[int, int]:
    """Show the demo: in a window, or as pictures where there is no display.

    Gives the exit code and how many pictures were drawn. Raises Trouble.
    """
    folder = home or user_data_path("fieldapp-demo", appauthor=False)
    _require_own(folder)
    if pictures is None and has_display():
        return _open_window(folder, say), 0
    return _draw_pictures(folder, pictures or folder / "pictures", say)


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


def _open_window(folder: Path, say: Say) -> int:
    from ui.demo.window import show

    clock = SystemClock()
    with served(folder, clock, say) as community:
        say(f"演示开着，PIN 是 {PIN}。关掉窗口就结束。")
        return show(community)


def _draw_pictures(folder: Path, pictures: Path, say: Say) -> tuple[int, int]:
    # Only now: importing it chooses the way of drawing that needs no display.
    from ui.demo.player import Player
    from ui.demo.story import play

    clock = FixedClock(ms_of(datetime.fromisoformat(FROZEN)))
    story = folder / "story"
    Home(folder).become_demo()
    with ExitStack() as stack:
        community = stack.enter_context(
            served(story, clock, say, clock_text=FROZEN, is_for_one_play=True)
        )
        player = Player(community, clock, pictures, say, stack)
        play(player)
        summary = player.summary()
    say(f"{len(player.pictures)} 张图片在 {pictures}：")
    for path in player.pictures:
        say(f"  {path.name}")
    for line in summary:
        say(line)
    return (STUCK if player.stuck else 0), len(player.pictures)
