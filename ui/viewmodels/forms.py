"""The grid by hand: one page for every form; what is half typed is kept until it is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.errors import Refused
from fieldapp.queries.duplicates import TwinQuery, TwinSide
from fieldapp.services.fields import LogReveal
from fieldapp.services.undo import UndoAct, UndoLast
from ui.bridge import Known
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.form_drawing import BuildingDrawing
from ui.viewmodels.form_fields import Form, FormField
from ui.viewmodels.form_finder import FormFinder
from ui.viewmodels.form_menu import FormMenu
from ui.viewmodels.form_menus import Menu
from ui.viewmodels.form_sheet import FormSheet
from ui.viewmodels.form_sources import Asked, sources_of
from ui.viewmodels.form_ways import field_of, told_of, way_on
from ui.viewmodels.half_typed import HalfTyped
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


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
    is_menu: bool = False
    is_known: bool = False
    can_reveal: bool = False


@QmlElement
class FormsModel(ViewModel):
    """One form, or the list from which one is chosen. The argument is that of `sources_of`."""

    stateChanged = Signal()
    watched = frozenset("household resident member care dwelling building unit compound".split())

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: FormsState = FormsState()
        self._begun = ""
        self._undo_act = ""
        self._next = ""
        self._opened_mask = ""
        self._is_read = False
        self._sheet = FormSheet(RowList(FormField, self))
        self._finder = FormFinder(self, self._sheet)
        self._menu = FormMenu(place, self)
        self._drawing = BuildingDrawing(place, self)
        self._half = HalfTyped(place, self, self._to_keep, self._drop)

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
        return self._sheet.rows

    @Property(QObject, notify=stateChanged)
    def halfTyped(self) -> QObject:
        """What was half typed an earlier time: a HalfTyped."""
        return self._half

    @Property(QObject, notify=stateChanged)
    def menu(self) -> QObject:
        """What to choose from before there is a form: a FormMenu."""
        return self._menu

    @Property(QObject, notify=stateChanged)
    def drawing(self) -> QObject:
        """The building that would be made: a BuildingDrawing."""
        return self._drawing

    @Slot(str, str)
    def write(self, key: str, value: str) -> None:
        """Take over what was typed into a field."""
        sheet = self._sheet
        if sheet.form is None or sheet.values.get(key, "") == value:
            return
        sheet.write(key, value)
        self._say_problem("")
        field = sheet.field(key)
        if field is not None and field.finds:
            self._half.touch()
            self._finder.look(field, value)
        elif key == "find":
            self.refresh()
        else:
            self._half.touch()
        self._draw()

    @Slot(str, str)
    def pick(self, key: str, choice: str) -> None:
        """Choose: one of several, a tick more or less, a record that was found."""
        sheet = self._sheet
        field = sheet.field(key)
        if field is None or sheet.form is None:
            return
        if field.finds:
            label = next((one.label for one in field.choices if one.key == choice), "")
            sheet.found(field, choice, label)
            self._half.touch()
        elif field.shape == "ticks" and sheet.form.live is not None:
            self._save_tap(field, choice)
        else:
            sheet.pick(field, choice)
            self._say_problem("")
            self._half.touch()
            self._draw()

    @Slot()
    def save(self) -> None:
        """Save the form: what was typed as a door or a name is looked up first."""
        form, values = self._sheet.form, self._sheet.values
        if form is None or form.make is None:
            return
        unfound = self._sheet.unfound()
        if unfound is not None:
            self._finder.resolve(unfound, self.save)
            return
        try:
            command = form.make(values)
        except Refused as refused:
            self._refused(refused)
            return
        told = form.told(values)
        self.do(command, lambda result: self._saved(form, result, told), self._refused)

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
        self._half.flush()
        self._begun = self.argument
        self._undo_act = self._next = self._opened_mask = ""
        self._is_read = False
        self._sheet.clear()
        self._menu.clear()
        self._drawing.clear()
        self.publish(FormsState())

    def hide(self) -> None:
        """Keep what is half typed before another page is shown."""
        self._half.flush()
        self._opened_mask = ""
        super().hide()

    def refresh(self) -> None:
        """Ask for whatever the form stands on, then for what was half typed."""
        argument = self.argument or "new:"
        sources = sources_of(argument, self.place.now_ms)
        wanted = self._sheet.values.get("find", "")

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
            self._menu.draw(made)
            self.publish(FormsState(made.title, made.context, is_menu=True, is_known=True))
            return
        self._sheet.form = made
        if self._is_read:
            self._draw_form(made)
            return
        self._is_read = True
        self._half.open(f"form:{self._begun}", lambda kept: self._restore(made, kept))

    def _restore(self, form: Form, kept: str) -> None:
        self._sheet.fill(form, kept)
        self._draw_form(form)

    def _draw_form(self, form: Form) -> None:
        self._sheet.draw(form)
        is_masked = any(one.key == "masked" for one in form.fields)
        self.publish(
            replace(
                self.state,
                title=form.title,
                context=form.context,
                hint=form.hint,
                button=form.button if form.make is not None else "",
                is_known=True,
                can_reveal=is_masked and not self._opened_mask,
            )
        )
        self._draw()

    def _draw(self) -> None:
        """Draw the building that would be made."""
        form = self._sheet.form
        if form is not None and form.draws:
            self._drawing.draw(self._sheet.values)

    def _saved(self, form: Form, result: Any, told: str) -> None:
        told, self._undo_act = told_of(result, told)
        self._next, words = way_on(self.argument, form, result)
        self._half.settle()
        self._sheet.draw_saved(form)
        self.publish(replace(self.state, saved=told, next_text=words, problem=""))
        self._draw()
        self.refresh()
        if self.argument.startswith("resident:"):
            self.ask(TwinQuery(str(result)), lambda twin: self._show_twin(twin, told))

    def _show_twin(self, twin: TwinSide | None, told: str) -> None:
        if twin is not None:
            self._next = f"duplicates|{twin.id}"
            words = f"{told}。和{twin.place}的{twin.name}像是同一个人"
            self.publish(replace(self.state, saved=words, next_text="并排看看"))

    def _save_tap(self, field: FormField, choice: str) -> None:
        form = self._sheet.form
        assert form is not None
        assert form.live is not None
        is_on = not next((one.chosen for one in field.choices if one.key == choice), False)
        word = "贴上" if is_on else "拿掉"
        told = form.told({**self._sheet.values, "code": choice, "word": word})

        def saved(_: object) -> None:
            if field.key == "masked" and self._opened_mask:
                self.reveal()
            self._undo_act = ""
            self.publish(replace(self.state, saved=told, problem=""))
            self.refresh()

        self.do(form.live(field.key, choice, is_on), saved, self._refused)

    def _refused(self, error: Known) -> None:
        """Say at the field what is not right yet; what was typed stays."""
        is_blamed = self._sheet.blame(field_of(error), error.sentence)
        self._say_problem("" if is_blamed else error.sentence)

    def _say_problem(self, problem: str) -> None:
        self.publish(replace(self.state, problem=problem))

    def _to_keep(self) -> str | None:
        form = self._sheet.form
        return None if form is None or form.live is not None else self._sheet.to_keep()

    def _drop(self) -> None:
        if self._sheet.form is not None:
            self._sheet.draw_saved(self._sheet.form)
            self._draw()
