"""Commands that need the window: demo, gallery. The face runs them itself; here they are named."""

from __future__ import annotations

from argparse import Namespace

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, command
from fieldapp.cli.console import Spoken
from fieldapp.errors import Trouble
from fieldapp.session import Connect


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    demo = command(commands, "demo", "用编出来的社区看一遍", open_window, shapes.Done)
    demo.add_argument("--pictures", metavar="DIR", help="不开窗口，把每一步存成图片")
    gallery = command(commands, "gallery", "看全部控件的样子", open_window, shapes.Done)
    gallery.add_argument("--pictures", metavar="DIR", help="不开窗口，存成图片")


def open_window(options: Namespace, connect: Connect) -> Spoken:
    """Say that a window is needed: whoever comes here has not started the face."""
    raise Trouble("window-needed", "这一步要在窗口里做。用 fieldapp 打开窗口再来。")
