"""A list takes snapshots and passes on only what differs."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from ui.viewmodels.list_model import RowList, plain, qt_name


@dataclass(frozen=True, slots=True)
class Line:
    key: str
    due_text: str = ""
    marks: tuple[str, ...] = ()


def shown(model: RowList) -> list[tuple[str, str]]:
    roles = {bytes(name.data()).decode(): role for role, name in model.roleNames().items()}
    return [
        (
            model.data(model.index(row, 0), roles["key"]),
            model.data(model.index(row, 0), roles["dueText"]),
        )
        for row in range(model.rowCount())
    ]


snapshots = st.lists(
    st.lists(st.sampled_from("abcdefgh"), unique=True).flatmap(
        lambda keys: st.tuples(*(st.builds(Line, st.just(key), st.text("xy")) for key in keys))
    ),
    max_size=6,
)


@given(snapshots)
def test_after_any_swaps_the_model_shows_the_last_snapshot(
    given_snapshots: list[tuple[Line, ...]],
) -> None:
    model = RowList(Line)
    for rows in given_snapshots:
        model.swap(rows)
        assert shown(model) == [(row.key, row.due_text) for row in rows]


def test_a_changed_row_is_changed_in_its_place_and_nothing_else() -> None:
    model = RowList(Line)
    model.swap([Line("a"), Line("b"), Line("c")])
    changed: list[int] = []
    moved: list[int] = []
    model.dataChanged.connect(lambda index: changed.append(index.row()))
    model.rowsRemoved.connect(lambda _, first: moved.append(first))
    model.rowsInserted.connect(lambda _, first: moved.append(first))
    model.swap([Line("a"), Line("b", "今天"), Line("c")])
    assert (set(changed), moved) == ({1}, [])


def test_a_row_that_goes_leaves_its_neighbours_alone() -> None:
    model = RowList(Line)
    model.swap([Line("a"), Line("b"), Line("c")])
    removed: list[tuple[int, int]] = []
    inserted: list[tuple[int, int]] = []
    model.rowsRemoved.connect(lambda _, first, last: removed.append((first, last)))
    model.rowsInserted.connect(inserted.append)
    model.swap([Line("a"), Line("c")])
    assert (removed, inserted) == ([(1, 1)], [])


def test_the_same_snapshot_says_nothing() -> None:
    model = RowList(Line)
    model.swap([Line("a", "今天", ("独",))])
    said: list[object] = []
    model.dataChanged.connect(said.append)
    model.swap([Line("a", "今天", ("独",))])
    assert said == []


def test_frozen_values_become_what_qml_reads() -> None:
    assert plain((Line("a", "今天", ("独", "租")),)) == [
        {"key": "a", "dueText": "今天", "marks": ["独", "租"]}
    ]


def test_names_are_spelt_as_qt_spells_them() -> None:
    assert [qt_name(name) for name in ("key", "due_text", "is_in_use")] == [
        "key",
        "dueText",
        "isInUse",
    ]
