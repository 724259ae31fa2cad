"""Fields that name a record: what a text may mean is offered, and looked up before saving."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fieldapp.queries.lookup import Found, LookupQuery
from fieldapp.queries.search import SearchQuery, SearchResult
from ui.bridge import Known
from ui.viewmodels.base import ViewModel
from ui.viewmodels.form_fields import Choice, FormField
from ui.viewmodels.form_sheet import FormSheet

_CANDIDATES = 6


class FormFinder:
    """Finds for the sheet of one page, which asks the desk."""

    def __init__(self, page: ViewModel, sheet: FormSheet) -> None:
        self._page, self._sheet = page, sheet

    def look(self, field: FormField, typed: str) -> None:
        """Offer the records that a text may mean."""
        sheet, wanted = self._sheet, typed.strip()

        def found(result: SearchResult) -> None:
            is_latest = sheet.values.get(field.key, "") == typed
            if is_latest and not sheet.values.get(f"{field.key}_id"):
                sheet.offer(field.key, typed, _offered(result, field.finds))

        if wanted:
            query = SearchQuery(wanted, limit=_CANDIDATES, kinds=(field.finds,))
            self._page.ask(query, found)
        else:
            sheet.offer(field.key, typed, ())

    def resolve(self, field: FormField, then: Callable[[], None]) -> None:
        """Find the one record that is meant, then go on; else say why not at the field."""
        sheet = self._sheet
        typed = sheet.values[field.key].strip()

        def found(one: Found) -> None:
            sheet.values[f"{field.key}_id"] = one.id
            then()

        def unclear(error: Known) -> None:
            sheet.offer(field.key, typed, _candidates(error), error.sentence)

        self._page.ask(LookupQuery(field.finds, typed), found, unclear)


def _offered(result: SearchResult, kind: str) -> tuple[Choice, ...]:
    """Offer what was found for a text."""
    if kind == "resident":
        people = result.people[:_CANDIDATES]
        return tuple(Choice(one.id, f"{one.door} {one.title}".strip()) for one in people)
    return tuple(Choice(one.dwelling or one.id, one.title) for one in result.doors[:_CANDIDATES])


def _candidates(error: Known) -> Iterable[Choice]:
    """Offer what an unclear text may mean, as the refusal lists it."""
    listed = getattr(error, "candidates", ())[:_CANDIDATES]
    return [Choice(*candidate.split(" ", 1)) for candidate in listed]
