"""What was sent again and then taken back waits for somebody again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fieldapp.services.inverse import LeftAlone
from fieldapp.store.unit import Unit
from sync.codec import derived_id
from sync.protocol import Change, ChangeKind, Edit

_AGAIN = {"state": Edit(old="corrected", new="waiting")}


def set_aside_again(unit: Unit, undone: Sequence[Change], left: Iterable[LeftAlone]) -> None:
    """Let wait again what these changes corrected, but for what stays as it is now.

    The correction may not have arrived yet: the server says `corrected` when it does.
    """
    stayed = {(one.kind, one.id) for one in left}
    rows = {
        ("quarantine", derived_id("quarantine", one.corrects))
        for one in undone
        if one.corrects is not None and (one.entity, one.row) not in stayed
    }
    unit.edit_many(ChangeKind.patch, dict.fromkeys(sorted(rows), _AGAIN))
