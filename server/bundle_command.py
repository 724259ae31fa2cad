"""`fieldserver bundle answer`: a sealed file brought to the server's own machine."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from fieldapp.errors import Refused, Trouble
from server import replies
from server.bundles import answer_bundle
from server.commands import open_place
from server.reply import Reply
from sync.bundle import MAX_BUNDLE


def bundle_answer(arguments: argparse.Namespace, _: Callable[[Reply], None]) -> Reply:
    """Judge what one file brings and write the answer file."""
    brought, out = Path(arguments.file), Path(arguments.out)
    if out.exists() and out.samefile(brought):
        raise Refused("same_file", "答复要写到另一个文件里。", field="out", is_input=True)
    content = _read(brought)
    with open_place(arguments) as service:
        done = answer_bundle(service, content, None)
    _write(out, done.content)
    return replies.BundleAnswered(
        file=str(out),
        device=done.device,
        offers=done.offers,
        changes=done.changes,
        photos=done.photos,
        was_torn=done.was_torn,
        stuck=done.stuck,
    )


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BUNDLE + 1)
    except FileNotFoundError as error:
        raise Refused("file_missing", "找不到这个文件。", field="file", is_input=True) from error
    except OSError as error:
        raise Trouble("file_unreadable", "这个文件读不出来，请检查U盘和权限。") from error


def _write(file: Path, content: bytes) -> None:
    """Write the answer whole or not at all."""
    draft = file.with_name(f"{file.name}.part")
    try:
        with draft.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Trouble(
            "answer_not_written", "答复写不进去，该收的已经收下。请换个U盘，再来一次。"
        ) from error
