"""`fieldserver audit`: who opened what was masked or sealed, fetched, enrolled or erased."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from fieldapp.errors import Refused
from server.accounts import find_account, list_accounts
from server.audit import Entry, entries
from server.audit_reply import Audit, AuditLine
from server.commands import open_place
from server.reply import Reply

DAY_MS = 86_400_000


def audit(arguments: argparse.Namespace, _: Callable[[Reply], None]) -> Reply:
    """List the audit of the last days. Raises `Refused` for an unknown person or no days."""
    if arguments.days < 1 or arguments.limit < 1:
        raise Refused("bad_number", "天数和条数从 1 起。", field="days", is_input=True)
    with open_place(arguments) as service, service.store.read() as connection:
        names = {one.person: one.name for one in list_accounts(connection)}
        person = find_account(connection, arguments.user).person if arguments.user else ""
        since_ms = service.clock() - arguments.days * DAY_MS
        found = entries(connection, since_ms, person, arguments.event or "", arguments.limit + 1)
    lines = [_line(one, names) for one in found[: arguments.limit]]
    return Audit(lines=lines, has_more=len(found) > arguments.limit)


def _line(entry: Entry, names: Mapping[str, str]) -> AuditLine:
    detail = {name: str(value) for name, value in (entry.detail or {}).items()}
    return AuditLine(
        at_ms=entry.at_ms,
        person=entry.person,
        name=names.get(entry.person, ""),
        device=entry.device,
        event=entry.event,
        scope=entry.scope,
        entity=detail.get("entity", ""),
        row=detail.get("row", ""),
        field=detail.get("field", ""),
    )
