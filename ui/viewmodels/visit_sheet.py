"""What is written on the page of a knock: one frozen value, kept as text until it is logged."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from fieldapp.services.visits import LogVisit

PENDING = "visit"
"""Under this key lies what is to be added to a visit that is logged already."""
OTHERS = "别人"


def half_typed(dwelling: str) -> str:
    """Name the key of what was typed at a door before any outcome was tapped."""
    return f"visit:{dwelling}"


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """Everything one can say about a knock. `visit` is "" until an outcome was tapped."""

    dwelling: str
    household: str = ""
    mode: str = "door"
    visit: str = ""
    outcome: str = ""
    note: str = ""
    promise: str = ""
    met: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing but the door is known."""
        return not (self.outcome or self.note or self.promise or self.met or self.answers)

    @property
    def to_keep(self) -> str | None:
        """What is typed before any outcome was tapped; None where that is not so."""
        if not self.dwelling or self.visit:
            return None
        return "" if self.is_blank else self.as_text()

    def answer(self, item: str) -> str:
        """Give the answer to one item: "", ok, concern or not_seen."""
        return dict(self.answers).get(item, "")

    def answered(self, item: str, answer: str) -> VisitSheet:
        """Answer one item; the same answer again takes it back."""
        kept = {key: value for key, value in self.answers if key != item}
        if self.answer(item) != answer:
            kept[item] = answer
        return replace(self, answers=tuple(kept.items()))

    def met_toggled(self, who: str) -> VisitSheet:
        """Add or take away somebody who was met."""
        is_met = who in self.met
        return replace(
            self, met=tuple(one for one in self.met if one != who) if is_met else (*self.met, who)
        )

    def command(self, at_ms: int | None = None) -> LogVisit:
        """Say it as a command."""
        return LogVisit(
            self.dwelling,
            self.outcome,
            household=self.household or None,
            mode=self.mode,
            note=self.note.strip(),
            met=self.met,
            items=tuple({"item": item, "answer": answer} for item, answer in self.answers),
            at_ms=at_ms,
            promise=self.promise.strip() if self.household else "",
        )

    def as_text(self) -> str:
        """Write it down."""
        return json.dumps(
            {
                "dwelling": self.dwelling,
                "household": self.household,
                "mode": self.mode,
                "visit": self.visit,
                "outcome": self.outcome,
                "note": self.note,
                "promise": self.promise,
                "met": list(self.met),
                "answers": [list(one) for one in self.answers],
            },
            ensure_ascii=False,
        )


def sheet_from(text: str) -> VisitSheet | None:
    """Read what `as_text` wrote; None when there is nothing that can be read."""
    try:
        known: dict[str, Any] = json.loads(text)
        return VisitSheet(
            **{key: value for key, value in known.items() if key not in ("met", "answers")},
            met=tuple(known["met"]),
            answers=tuple((item, answer) for item, answer in known["answers"]),
        )
    except (ValueError, TypeError, KeyError):
        return None
