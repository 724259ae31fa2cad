"""Two records of one person: who is a candidate, what a merge writes, and that it goes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.duplicates import Likeness, Sighting, candidates, keeper
from fieldapp.domain.joining import JOINED, Key, Writes, choices, join, written_since
from fieldapp.domain.splitting import part
from sync.merge import merge_set
from sync.protocol import Edit

World = dict[Key, dict[str, Any]]


def carried_out(rows: World, writes: Writes) -> World:
    """Lay writes over rows, as the store does."""
    after = {key: dict(fields) for key, fields in rows.items()}
    for key, fields in writes.made.items():
        after[key] = dict(fields)
    for key in writes.brought_back:
        after[key] |= {"archived": None, "archived_reason": None}
    for key, fields in writes.edits.items():
        after.setdefault(key, {}).update(fields)
    for key in {*writes.added, *writes.removed}:
        added, removed = writes.added.get(key, {}), writes.removed.get(key, {})
        for name in {*added, *removed}:
            edit = Edit(add=added.get(name, {}), remove=removed.get(name, ()))
            after[key][name] = merge_set(after[key].get(name), edit)
    for key in writes.taken_out:
        after[key] |= {"archived": True, "archived_reason": JOINED}
    return {
        key: {name: value for name, value in fields.items() if value is not None}
        for key, fields in after.items()
    }


def shown(rows: World) -> World:
    """Leave out what nobody sees: rows taken out that the merge had made."""
    return {
        key: fields
        for key, fields in rows.items()
        if not (key[0] == "member" and fields.get("archived"))
    }


def dotted(prefix: str, elements: list[Mapping[str, str]]) -> Any:
    """Make a set value."""
    dots = {f"{prefix}-{at}": dict(one) for at, one in enumerate(elements)}
    return {"dots": dots} if dots else None


@st.composite
def residents(draw: st.DrawFn, prefix: str) -> dict[str, Any]:
    """Make a resident's fields."""

    def maybe(*values: object) -> object:
        return draw(st.sampled_from([None, *values]))

    numbers = draw(st.lists(st.sampled_from(["1", "2", "3"]), unique=True))
    codes = draw(st.lists(st.sampled_from(["ALONE", "AGE80"]), unique=True))
    fields = {
        "name": draw(st.sampled_from(["高示例", "高例"])),
        "residence_type": draw(st.sampled_from(["usual_local", "away"])),
        "sex": maybe("1", "2"),
        "birth_date": maybe("1940-01-01", "1941-02-02"),
        "birth_precision": maybe("day"),
        "note": maybe("耳背。", "有狗。敲窗"),
        "aliases": maybe(["小高"]),
        "emergency_name": maybe("女儿"),
        "phones": dotted(f"{prefix}-p", [{"number": one} for one in numbers]),
        "tags": dotted(f"{prefix}-t", [{"code": one} for one in codes]),
    }
    return {name: value for name, value in fields.items() if value is not None}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Make two residents a and b, some memberships, households, and masked rows."""
    rows: World = {("resident", "a"): draw(residents("a")), ("resident", "b"): draw(residents("b"))}
    for who in "ab":
        for home in draw(st.lists(st.sampled_from(["h1", "h2"]), unique=True)):
            fields = {"household_id": home, "resident_id": who, "relation_code": "02"}
            rows["member", f"m-{who}-{home}"] = fields
        if draw(st.booleans()):
            papers = {"resident_id": who, "id_no": draw(st.sampled_from(["x", "y"]))}
            rows["care", who] = papers
    rows["household", "h1"] = {"head_id": draw(st.sampled_from(["a", "b", "c"]))}
    return rows


taken = st.frozensets(st.sampled_from(["name", "sex", "birth_date", "residence_type", "id_no"]))


@given(worlds(), taken)
def test_a_merge_taken_back_leaves_everything_as_it_was(rows: World, take: frozenset[str]) -> None:
    merged = carried_out(rows, join(rows, "a", "b", take))
    back = carried_out(merged, part(merged, "b"))
    made_care = ("care", "a") not in rows
    expected = {key: one for key, one in rows.items() if key[0] != "member"}
    found = {
        key: one
        for key, one in shown(back).items()
        if key[0] != "member" and not (made_care and key == ("care", "a"))
    }
    assert found == expected
    assert members(back) == members(rows)


def members(rows: World) -> list[tuple[str, str]]:
    """List who lives where."""
    return sorted(
        (fields["household_id"], fields["resident_id"])
        for key, fields in rows.items()
        if key[0] == "member" and not fields.get("archived")
    )


@given(worlds(), taken)
def test_after_a_merge_one_is_left_with_the_homes_and_numbers_of_both(
    rows: World, take: frozenset[str]
) -> None:
    merged = carried_out(rows, join(rows, "a", "b", take))
    assert merged["resident", "b"]["duplicate_of"] == "a"
    assert merged["resident", "b"]["archived"] is True
    assert {who for _, who in members(merged)} <= {"a"}
    assert {home for home, _ in members(merged)} == {home for home, _ in members(rows)}
    assert merged["household", "h1"]["head_id"] != "b"
    for name, by in (("phones", "number"), ("tags", "code")):
        both = [values(rows["resident", one], name, by) for one in "ab"]
        assert values(merged["resident", "a"], name, by) == both[0] | both[1]


def values(fields: Mapping[str, Any], name: str, by: str) -> set[str]:
    """List what a set holds."""
    return {one[by] for one in (fields.get(name) or {}).get("dots", {}).values()}


@given(worlds(), taken)
def test_the_same_merge_written_twice_is_one(rows: World, take: frozenset[str]) -> None:
    writes = join(rows, "a", "b", take)
    once = carried_out(rows, writes)
    assert carried_out(once, writes) == once


@given(worlds(), taken)
def test_no_name_and_no_sentence_is_lost(rows: World, take: frozenset[str]) -> None:
    merged = carried_out(rows, join(rows, "a", "b", take))["resident", "a"]
    called = {merged["name"], *(merged.get("aliases") or ())}
    for who in "ab":
        assert rows["resident", who]["name"] in called
        note = rows["resident", who].get("note", "").rstrip("。")
        assert note in merged.get("note", "")


@given(worlds(), st.sampled_from(["c", "d"]))
def test_what_was_changed_since_stays_when_a_merge_is_taken_back(rows: World, name: str) -> None:
    merged = carried_out(rows, join(rows, "a", "b", frozenset({"name"})))
    merged["resident", "a"]["name"] = name
    back = carried_out(merged, part(merged, "b"))
    assert back["resident", "a"]["name"] == name


def test_only_what_differs_is_a_choice() -> None:
    rows: World = {
        ("resident", "a"): {"name": "高示例", "sex": "2", "note": "一"},
        ("resident", "b"): {"name": "高例", "sex": "2", "speaks": "东北话", "note": "二"},
    }
    assert [(one.name, one.kept, one.other) for one in choices(rows, "a", "b")] == [
        ("name", "高示例", "高例")
    ]


def test_what_is_written_on_the_other_record_after_the_merge_is_noticed() -> None:
    rows: World = {("resident", "a"): {"name": "高"}, ("resident", "b"): {"name": "高"}}
    merged = carried_out(rows, join(rows, "a", "b", frozenset()))
    assert written_since(merged["resident", "b"]) == frozenset()
    merged["resident", "b"]["speaks"] = "东北话"
    assert written_since(merged["resident", "b"]) == frozenset({"speaks"})


@pytest.mark.parametrize(
    ("second", "likeness"),
    [
        (Sighting("b", "王例", id_no="x"), Likeness.id_number),
        (Sighting("b", "高示例", "1940-01-01"), Likeness.birth),
        (Sighting("b", "高示例", phones=frozenset({"1"})), Likeness.phone),
    ],
)
def test_two_that_look_like_one_are_candidates(second: Sighting, likeness: Likeness) -> None:
    first = Sighting("a", "高示例", "1940-01-01", frozenset({"1"}), "X")
    (pair,) = candidates([second, first])
    assert (pair.kept, pair.other, pair.likeness) == ("a", "b", likeness)


def test_two_numbers_or_a_persons_word_keep_two_apart() -> None:
    first = Sighting("a", "高示例", "1940-01-01", id_no="x")
    assert candidates([first, Sighting("b", "高示例", "1940-01-01", id_no="y")]) == ()
    said = Sighting("b", "高示例", "1940-01-01", distinct_from=frozenset({"a"}))
    assert candidates([first, said]) == ()


@given(st.text(min_size=1), st.text(min_size=1))
def test_whoever_merges_the_same_one_stays(first: str, second: str) -> None:
    assert keeper(first, second) == keeper(second, first)
