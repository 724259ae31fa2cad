"""A household's card in plain lines, as one reads it in a terminal before knocking."""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.queries.household import HouseholdCard
from fieldapp.queries.person import PersonRow
from fieldapp.queries.visits import VisitRow


def card_lines(card: HouseholdCard) -> Iterator[str]:
    """Tell the card, and the ids that commands need."""
    yield _joined(card.door, card.title, card.kind_word, card.household)
    yield _joined(card.compound_place, card.place, card.status_word, card.sync)
    standing = card.standing
    yield from filter(None, (_joined(standing.due_text, standing.since_text), card.warning))
    yield from (f"敲门提示：{note}" for note in filter(None, (card.access_note,)))
    for person in card.people:
        yield from _person_lines(person)
    for contact in card.contacts:
        yield f"电话 {contact.shown}  {_joined(contact.title, contact.note)}"
    for promise in card.promises:
        kept = "办了" if promise.is_kept else "还没办"
        yield f"答应过 {promise.made_text}：{promise.text}（{kept}）  {promise.id}"
    for issue in card.issues:
        who = f"{issue.holder}手里" if issue.holder else ""
        yield _joined("事项", issue.title, issue.state_word, who, issue.due_text, issue.id)
    for visit in card.visits:
        yield _visit_line(visit)
    yield from (f"备注：{note}" for note in filter(None, (card.note,)))


def _person_lines(person: PersonRow) -> Iterator[str]:
    hidden = f"{person.hidden} 项已遮" if person.hidden else ""
    tags = "、".join(tag.name for tag in person.tags)
    yield _joined(person.name, person.summary, person.life_word, tags, hidden, person.id)


def _visit_line(visit: VisitRow) -> str:
    when = f"{visit.day_text} {visit.time_text}"
    late = "补记" if visit.is_late_entry else ""
    concerns = "、".join(visit.concerns)
    return _joined(when, visit.word, visit.author_name, visit.note, concerns, late, visit.id)


def _joined(*words: str) -> str:
    return "  ".join(word for word in words if word)
