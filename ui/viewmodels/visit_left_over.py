"""What was typed for a visit already logged, when the program was killed before it joined."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.services.amend import AmendVisit
from fieldapp.services.kept_text import KeepText
from ui.viewmodels.base import Workplace
from ui.viewmodels.visit_sheet import PENDING, sheet_from


def finish_left_over(place: Workplace, owner: QObject) -> None:
    """Have it join the visit now."""

    def told(kept: str) -> None:
        sheet = sheet_from(kept)
        if sheet is None or not sheet.visit:
            return
        command = AmendVisit(sheet.visit, sheet.command(), PENDING)
        done = place.desk.do(command)
        place.bridge.hand_over(owner, done, lambda _: None, lambda _: drop())

    def drop() -> None:
        place.desk.do(KeepText(PENDING, ""))

    place.bridge.hand_over(owner, place.desk.ask(KeptTextQuery(PENDING)), told)
