"""`fieldserver purge`: shows what an erasure would take, asks, and does it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from fieldapp.errors import Refused
from server import replies
from server.commands import open_place
from server.purge import Erasure, preview
from server.purge import purge as erase
from server.reply import Reply
from server.service import Service


def purge(arguments: argparse.Namespace, announce: Callable[[Reply], None]) -> Reply:
    """Erase one record by law, or only count with `--dry-run`."""
    reason = arguments.reason.strip()
    if not reason:
        raise Refused("no_reason", "写上依据，如申请的编号。", field="reason", is_input=True)
    with open_place(arguments) as service:
        key = (arguments.kind, arguments.id)
        if arguments.dry_run:
            return _told(key, preview(service, key), is_done=False)
        if not arguments.yes:
            _ask(service, key, announce)
        return _told(key, erase(service, key, reason), is_done=True)


def _ask(service: Service, key: tuple[str, str], announce: Callable[[Reply], None]) -> None:
    if not sys.stdin.isatty():
        raise Refused("not_confirmed", "删了找不回来。想好了，加上 --yes。", is_input=True)
    announce(_told(key, preview(service, key), is_done=False))
    sys.stderr.write("删了找不回来。要删，把编号再打一遍：")
    sys.stderr.flush()
    if sys.stdin.readline().strip() != key[1]:
        raise Refused("not_confirmed", "编号对不上，什么都没有删。", is_input=True)


def _told(key: tuple[str, str], done: Erasure, *, is_done: bool) -> replies.Purged:
    return replies.Purged(
        kind=key[0],
        row=key[1],
        is_done=is_done,
        is_swept=done.is_swept,
        scopes=done.scopes,
        rows=dict(sorted(done.rows.items())),
        facts=done.facts,
        photos=len(done.photos),
        mentions=dict(sorted(done.mentions.items())),
    )
