"""The grid by hand: one page for every form; what is half typed is kept until it is saved."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.errors import Refused, Trouble
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.queries.lookup import Found, LookupQuery
from fieldapp.queries.search import SearchQuery, SearchResult
from fieldapp.services.fields import LogReveal
from fieldapp.services.kept_text import KeepText
from fieldapp.services.places import BuildingAdded
from fieldapp.services.undo import UndoAct, UndoLast
from ui.bridge import Known
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.form_fields import Choice, Form, FormField
from ui.viewmodels.form_menus import Menu, MenuRow
from ui.viewmodels.form_places import DrawnFloor, drawn
from ui.viewmodels.form_sources import Asked, sources_of
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_KEPT_AFTER_MS = 400
_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class FormsState:
    """The page, apart from its lists."""

    title: str = ""
    context: str = ""
    hint: str = ""
    button: str = ""
    problem: str = ""
    saved: str = ""
    next_text: str = ""
    drawn_text: str = ""
    is_menu: bool = False
    is_known: bool = False
    can_reveal: bool = False
    beside_title: str = ""


@QmlElement
class FormsModel(ViewModel):
    """One form, or the list from which one is chosen. The argument is that of `sources_of`."""

    stateChanged = Signal()
    watched = frozenset("household resident member care dwelling building unit compound".split())

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: FormsState = FormsState()
        self._form: Form | None = None
        self._values: dict[str, str] = {}
        self._begun = ""
        self._undo_act = ""
        self._next = ""
        self._opened_mask = ""
        self._is_read = False
        self._fields = RowList(FormField, self)
        self._menu = RowList(MenuRow, self)
        self._beside = RowList(MenuRow, self)
        self._floors = RowList(DrawnFloor, self)
        self._keeping = QTimer(self, interval=_KEPT_AFTER_MS, singleShot=True)
        self._keeping.timeout.connect(self._keep)

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def title(self) -> str:
        """What the form is about."""
        return self.state.title

    @Property(str, notify=stateChanged)
    def context(self) -> str:
        """Which door, household or person."""
        return self.state.context

    @Property(str, notify=stateChanged)
    def hint(self) -> str:
        """What one should know before saving."""
        return self.state.hint

    @Property(str, notify=stateChanged)
    def button(self) -> str:
        """What the main action does, "" where each tap is saved."""
        return self.state.button

    @Property(str, notify=stateChanged)
    def problem(self) -> str:
        """What is not right yet and belongs to no one field."""
        return self.state.problem

    @Property(str, notify=stateChanged)
    def saved(self) -> str:
        """What was just saved and can be undone, or ""."""
        return self.state.saved

    @Property(str, notify=stateChanged)
    def nextText(self) -> str:
        """Where one can go after saving, or ""."""
        return self.state.next_text

    @Property(str, notify=stateChanged)
    def drawnText(self) -> str:
        """How many doors the building would have, or ""."""
        return self.state.drawn_text

    @Property(bool, notify=stateChanged)
    def isMenu(self) -> bool:
        """Whether a form is still to be chosen."""
        return self.state.is_menu

    @Property(bool, notify=stateChanged)
    def isKnown(self) -> bool:
        """Whether the page has come."""
        return self.state.is_known

    @Property(bool, notify=stateChanged)
    def canReveal(self) -> bool:
        """Whether masked tags can be opened here."""
        return self.state.can_reveal

    @Property(QObject, notify=stateChanged)
    def fields(self) -> QObject:
        """The fields of the form."""
        return self._fields

    @Property(QObject, notify=stateChanged)
    def menu(self) -> QObject:
        """The forms to choose from."""
        return self._menu

    @Property(QObject, notify=stateChanged)
    def beside(self) -> QObject:
        """More forms to choose from, of each person."""
        return self._beside

    @Property(str, notify=stateChanged)
    def besideTitle(self) -> str:
        """What those are about, or ""."""
        return self.state.beside_title

    @Property(QObject, notify=stateChanged)
    def floors(self) -> QObject:
        """The floors of the building as it would be drawn."""
        return self._floors

    @Slot(str)
    def choose(self, key: str) -> None:
        """Open a form of the list."""
        rows = (*self._menu.rows, *self._beside.rows)
        row = next((one for one in rows if one.key == key), None)
        if row is not None:
            self.place.go(row.place, row.key)

    @Slot(str, str)
    def write(self, key: str, value: str) -> None:
        """Take over what was typed into a field."""
        if self._form is None or self._values.get(key, "") == value:
            return
        self._values[key] = value
        self._values.pop(f"{key}_id", None)
        self._clear_problem(key)
        field = next((one for one in self._fields.rows if one.key == key), None)
        if field is not None and field.finds:
            self._look(field, value)
        elif key == "find":
            self.refresh()
        else:
            self._keeping.start()
        self._draw()

    @Slot(str, str)
    def pick(self, key: str, choice: str) -> None:
        """Choose: one of several, a tick more or less, a record that was found."""
        field = next((one for one in self._fields.rows if one.key == key), None)
        if field is None or self._form is None:
            return
        if field.finds:
            label = next((one.label for one in field.choices if one.key == choice), "")
            self._values[f"{key}_id"], self._values[key] = choice, label
            self._put(replace(field, value=label, choices=(), problem=""))
            self._keeping.start()
        elif field.shape == "ticks" and self._form.live is not None:
            self._save_tap(field, choice)
        else:
            self._values[key] = _picked(field, self._values.get(key, ""), choice)
            self._clear_problem(key)
            self._put(self._field(key).holding(self._values[key]))
            self._keeping.start()
            self._draw()

    @Slot()
    def save(self) -> None:
        """Save the form: what was typed as a door or a name is looked up first."""
        form = self._form
        if form is None or form.make is None:
            return
        for field in self._fields.rows:
            typed = self._values.get(field.key, "").strip()
            if field.finds and typed and not self._values.get(f"{field.key}_id"):
                self._resolve(field, typed)
                return
        try:
            command = form.make(self._values)
        except Refused as refused:
            self._refused(refused)
            return
        told = form.told(self._values)
        self.do(command, lambda result: self._saved(result, told), self._refused)

    @Slot()
    def undo(self) -> None:
        """Take back what was just saved."""
        act, self._undo_act = self._undo_act, ""
        self.publish(replace(self.state, saved="", next_text=""))
        self.do(UndoAct(act) if act else UndoLast(), lambda _: self.refresh())

    @Slot()
    def reveal(self) -> None:
        """Open the masked tags; the tap is recorded."""
        kind, id_ = self.argument.split(":")[1:3]

        def shown(names: str) -> None:
            self._opened_mask = names or "没有"
            self.refresh()

        self.do(LogReveal(kind, id_, "tags"), shown)

    @Slot()
    def goNext(self) -> None:
        """Go to what was just made."""
        if self._next:
            page, _, argument = self._next.partition("|")
            self.place.go(page, argument)

    @Slot()
    def back(self) -> None:
        """Return to where the form was opened from."""
        self.place.back()

    # --- from the desk ---------------------------------------------------------------------------

    def opened(self) -> None:
        """Begin with another form; what was half typed of it comes back."""
        self._keep_now()
        self._begun = self.argument
        self._form, self._values = None, {}
        self._undo_act = self._next = self._opened_mask = ""
        self._is_read = False
        self._fields.swap(())
        self._menu.swap(())
        self._beside.swap(())
        self._floors.swap(())
        self.publish(FormsState())

    def hide(self) -> None:
        """Keep what is half typed before another page is shown."""
        self._keep_now()
        self._opened_mask = ""
        super().hide()

    def refresh(self) -> None:
        """Ask for whatever the form stands on, then for what was half typed."""
        argument = self.argument or "new:"
        sources = sources_of(argument, self.place.now_ms)
        wanted = self._values.get("find", "")

        def gather(asked: Asked) -> None:
            if argument != (self.argument or "new:"):
                return
            if len(asked) < len(sources.queries):
                self.ask(sources.queries[len(asked)], lambda one: gather((*asked, one)))
                return
            self._show(sources.build(asked, wanted, self._opened_mask))

        gather(())

    def _show(self, made: Form | Menu) -> None:
        if isinstance(made, Menu):
            self._menu.swap(made.rows)
            self._beside.swap(made.beside)
            self.publish(
                FormsState(
                    made.title,
                    made.context,
                    is_menu=True,
                    is_known=True,
                    beside_title=made.beside_title if made.beside else "",
                )
            )
            return
        self._form = made
        if not self._is_read:
            self._is_read = True
            self.ask(KeptTextQuery(self._kept_key()), self._restore)
            return
        self._draw_form()

    def _restore(self, kept: str) -> None:
        assert self._form is not None
        self._values = {one.key: one.value for one in self._form.fields if one.value}
        if self._form.live is None and kept:
            self._values |= {str(key): str(value) for key, value in json.loads(kept).items()}
        self._draw_form()

    def _draw_form(self) -> None:
        form = self._form
        assert form is not None
        problems = {one.key: one.problem for one in self._fields.rows}
        self._fields.swap(
            [self._as_typed(replace(one, problem=problems.get(one.key, ""))) for one in form.fields]
        )
        self.publish(
            replace(
                self.state,
                title=form.title,
                context=form.context,
                hint=form.hint,
                button=form.button if form.make is not None else "",
                is_known=True,
                can_reveal=any(one.key == "masked" for one in form.fields)
                and not self._opened_mask,
            )
        )
        self._draw()

    def _as_typed(self, field: FormField) -> FormField:
        if self._form is not None and self._form.live is not None and field.shape == "ticks":
            return field
        if field.finds:
            return replace(field, value=self._values.get(field.key, ""))
        return field.holding(self._values.get(field.key, ""))

    def _draw(self) -> None:
        """Draw the building that would be made."""
        if self._form is not None and self._form.draws:
            sentence, floors = drawn(self._values)
            self._floors.swap(floors)
            self.publish(replace(self.state, drawn_text=sentence))

    def _saved(self, result: Any, told: str) -> None:
        form = self._form
        assert form is not None
        self._undo_act = result.act if isinstance(result, BuildingAdded) else ""
        if isinstance(result, BuildingAdded):
            told = f"{told}，{result.doors} 个门"
        self._next, words = self._way_on(form, result)
        self._keeping.stop()
        self.do(KeepText(self._kept_key(), ""))
        self._values = {one.key: one.value for one in form.fields if one.value}
        self._fields.swap([self._as_typed(replace(one, problem="")) for one in form.fields])
        self.publish(replace(self.state, saved=told, next_text=words, problem=""))
        self._draw()
        self.refresh()

    def _way_on(self, form: Form, result: Any) -> tuple[str, str]:
        what, _, rest = self.argument.partition(":")
        if what == "home":
            return f"forms|resident:{result}", "添一口人"
        if form.opens == "dwelling":
            return f"forms|home:{result}", "记这家的人"
        if form.opens == "household":
            return f"household|{result}", "看新的一户"
        if what in ("resident", "movein") and rest:
            return f"household|{rest}", "看这一户"
        return "", ""

    def _save_tap(self, field: FormField, choice: str) -> None:
        form = self._form
        assert form is not None
        assert form.live is not None
        is_on = not next((one.chosen for one in field.choices if one.key == choice), False)
        word = "贴上" if is_on else "拿掉"
        told = form.told({**self._values, "code": choice, "word": word})

        def saved(_: object) -> None:
            if field.key == "masked" and self._opened_mask:
                self.reveal()
            self._undo_act = ""
            self.publish(replace(self.state, saved=told, problem=""))
            self.refresh()

        self.do(form.live(field.key, choice, is_on), saved, self._refused)

    def _look(self, field: FormField, typed: str) -> None:
        """Offer the records that a text may mean."""
        kind = field.finds

        def found(result: SearchResult) -> None:
            if self._values.get(field.key, "") != typed or self._values.get(f"{field.key}_id"):
                return
            rows = result.people if kind == "resident" else result.doors
            offered = tuple(
                Choice(
                    one.id if kind == "resident" else one.dwelling or one.id,
                    f"{one.door} {one.title}".strip() if kind == "resident" else one.title,
                )
                for one in rows[:_CANDIDATES]
            )
            self._put(replace(self._field(field.key), value=typed, choices=offered))

        self._keeping.start()
        if typed.strip():
            self.ask(SearchQuery(typed.strip(), limit=_CANDIDATES, kinds=(kind,)), found)
        else:
            self._put(replace(self._field(field.key), value=typed, choices=()))

    def _resolve(self, field: FormField, typed: str) -> None:
        def found(one: Found) -> None:
            self._values[f"{field.key}_id"] = one.id
            self.save()

        def unclear(error: Known) -> None:
            offered = tuple(
                Choice(*candidate.split(" ", 1))
                for candidate in getattr(error, "candidates", ())[:_CANDIDATES]
            )
            row = self._field(field.key)
            self._put(
                replace(row, value=typed, problem=error.sentence, choices=offered or row.choices)
            )

        self.ask(LookupQuery(field.finds, typed), found, unclear)

    def _refused(self, error: Known) -> None:
        """Say at the field what is not right yet; what was typed stays."""
        key = _field_of(error)
        if any(one.key == key for one in self._fields.rows):
            self._put(replace(self._as_typed(self._field(key)), problem=error.sentence))
            self.publish(replace(self.state, problem=""))
        else:
            self.publish(replace(self.state, problem=error.sentence))

    def _clear_problem(self, key: str) -> None:
        row = next((one for one in self._fields.rows if one.key == key), None)
        if row is not None and row.problem:
            self._put(replace(row, value=self._values.get(key, ""), problem=""))
        if self.state.problem:
            self.publish(replace(self.state, problem=""))

    def _field(self, key: str) -> FormField:
        found: FormField = next(one for one in self._fields.rows if one.key == key)
        return found

    def _put(self, field: FormField) -> None:
        self._fields.swap([field if one.key == field.key else one for one in self._fields.rows])

    def _keep_now(self) -> None:
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep()

    def _keep(self) -> None:
        form = self._form
        if form is None or form.live is not None:
            return
        begun = {one.key: one.value for one in form.fields if one.value}
        typed = {} if self._values == begun else self._values
        self.do(KeepText(self._kept_key(), json.dumps(typed) if typed else ""))

    def _kept_key(self) -> str:
        return f"form:{self._begun}"


def _picked(field: FormField, before: str, choice: str) -> str:
    if field.shape != "ticks":
        return "" if before == choice and field.shape == "chips" else choice
    held = before.split()
    return " ".join([one for one in held if one != choice] if choice in held else [*held, choice])


def _field_of(error: Refused | Trouble) -> str:
    field = error.field if isinstance(error, Refused) else None
    return {"number": "phones", "code": "tags"}.get(field or "", field or "")
