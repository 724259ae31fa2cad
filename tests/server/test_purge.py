"""Erasure by law: nothing of a person's words is left, and nobody brings them back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from fieldapp.errors import Refused
from server.admin import main
from server.backup import restore_backup, write_backup
from server.compaction import compact
from server.doctor import examine
from server.purge import erase_again, examine_erasures, preview, purge
from server.purge_register import FILE, read_register
from server.tables import AUDIT, FACT, METADATA, ROW
from sync.codec import canonical, decode
from sync.protocol import Change, Edit, Fact, ScopeAnswer, Word
from tests.server.town import GRID, GRID_SCOPE, NINE, Phone, Town

NAME, NUMBER, SECRET = "覃示例", "13900001111", "心里的事只说给你"
WORDS = (NAME, NUMBER, SECRET)
CARE = f"care:{GRID}"


class Lived:
    """A resident with everything that hangs on her, and a neighbour."""

    def __init__(self, phone: Phone, other: Phone) -> None:
        door = phone.create("dwelling", room_label="502")
        home = phone.create("household", dwelling_id=door.row)
        self.person = phone.create("resident", name=NAME, residence_type="usual_local")
        self.neighbour = phone.create("resident", name="汪示范", residence_type="usual_local")
        member = phone.create("member", household_id=home.row, resident_id=self.person.row)
        self.home = home
        phone.say(door, home, self.person, self.neighbour, member)
        phone.say(phone.patch(home, "head_id", None, self.person.row))
        tag = phone.change(
            "resident",
            {"phones": Edit(add={"d1": {"number": NUMBER}})},
            row=self.person.row,
        )
        phone.say(tag)
        phone.say(phone.patch(self.person, "speaks", None, SECRET))
        # Somebody who had not seen it: a conflict that quotes both.
        other.say(other.patch(self.person, "speaks", None, f"{SECRET}。又"))
        # And a change that cannot be taken: it lies whole in quarantine.
        other.say(other.patch(self.person, "birth_date", None, f"{SECRET}那天"))
        care = phone.change(
            "care",
            {"resident_id": Edit(new=self.person.row), "health_note": Edit(new=SECRET)},
            row=self.person.row,
            scope=CARE,
        )
        phone.say(care, scope=CARE)

    @property
    def key(self) -> tuple[str, str]:
        return "resident", str(self.person.row)


@pytest.fixture
def lived(town: Town, wang: Phone, miao: Phone) -> Lived:
    """A person in the grid of two workers."""
    return Lived(wang, miao)


def everything_in(town: Town) -> str:
    """Give all text of the database, and of its file as it lies on the disk."""
    found: list[str] = []
    with town.service.store.read() as connection:
        for table in METADATA.sorted_tables:
            found += [str(tuple(row)) for row in connection.execute(select(table))]
    for file in town.service.folder.parent.rglob("server.db*"):
        found.append(file.read_bytes().decode("utf-8", "replace"))
    return "".join(found)


def assert_no_word_is_left(town: Town) -> None:
    text = everything_in(town)
    assert [word for word in WORDS if word in text] == []


def assert_well(town: Town) -> None:
    assert examine(town.service.store, town.service.keys).findings == []
    assert examine_erasures(town.service).findings == []


def judged(answer: ScopeAnswer) -> list[tuple[str, str | None]]:
    return [(one.verdict.word.value, one.verdict.reason) for one in answer.judged]


def test_nothing_of_a_person_is_left_in_the_database_or_its_file(town: Town, lived: Lived) -> None:
    assert all(word in everything_in(town) for word in WORDS)
    done = purge(town.service, lived.key, "申请 2026-11")
    assert done.is_swept
    assert done.scopes == [CARE, GRID_SCOPE]
    assert dict(done.rows) == {
        "resident": 1, "member": 1, "care": 1, "conflict": 1, "quarantine": 1,
    }  # fmt: skip
    assert_no_word_is_left(town)
    assert_well(town)


def test_the_chain_still_proves_every_fact(town: Town, lived: Lived, wang: Phone) -> None:
    before = {fact.id: fact.hash for fact in town.facts(GRID_SCOPE)}
    purge(town.service, lived.key, "申请")
    after = {fact.id: fact.hash for fact in town.facts(GRID_SCOPE)}
    assert before.items() <= after.items()
    # Who stood in the middle of the log still stands on it.
    answer = wang.push()
    assert answer.status == "ok"
    assert answer.facts[-1].effect[0].is_gone


def test_the_household_no_longer_names_her_and_the_neighbour_stays(
    town: Town, lived: Lived
) -> None:
    purge(town.service, lived.key, "申请")
    with town.service.store.read() as connection:
        rows = connection.execute(select(ROW.c.id, ROW.c.fields)).all()
    fields = {id_: json.loads(text) for id_, text in rows}
    assert fields[lived.neighbour.row]["name"] == "汪示范"
    assert fields[lived.home.row].get("head_id") is None


def test_a_preview_counts_and_changes_nothing(town: Town, lived: Lived) -> None:
    before = everything_in(town)
    told = preview(town.service, lived.key)
    assert told.facts >= 6
    assert everything_in(town) == before
    assert read_register(town.service.folder) == []


def test_what_only_mentions_her_is_counted_and_left(town: Town, lived: Lived, wang: Phone) -> None:
    wang.say(wang.create("dwelling", room_label="503", access_note=f"找{NAME}开门"))
    done = purge(town.service, lived.key, "申请")
    assert dict(done.mentions) == {"dwelling": 1}


def test_a_change_that_arrives_later_is_turned_down_without_its_words(
    town: Town, lived: Lived, miao: Phone
) -> None:
    purge(town.service, lived.key, "申请")
    answer = miao.push(*miao.send(miao.patch(lived.person, "note", None, SECRET)))
    assert judged(answer) == [("nothing", "purged")]
    assert_no_word_is_left(town)
    (row,) = [
        json.loads(text)
        for text in _rows(town, "quarantine")
        if json.loads(text)["reason"] == "purged"
    ]
    assert row["author"] == miao.caller.person
    assert_well(town)


def _rows(town: Town, kind: str) -> list[str]:
    with town.service.store.read() as connection:
        return list(connection.scalars(select(ROW.c.fields).where(ROW.c.kind == kind)))


def test_a_new_member_of_hers_is_turned_down_too_and_the_rest_of_the_batch_is_not(
    town: Town, lived: Lived, miao: Phone
) -> None:
    purge(town.service, lived.key, "申请")
    member = miao.create("member", household_id=lived.home.row, resident_id=lived.person.row)
    door = miao.create("dwelling", room_label="504")
    answer = miao.push(*miao.send(member, door))
    assert judged(answer) == [("nothing", "purged"), ("taken", None)]
    assert_well(town)


def test_her_row_cannot_be_created_again(town: Town, lived: Lived, miao: Phone) -> None:
    purge(town.service, lived.key, "申请")
    again = miao.change(
        "resident",
        {"name": Edit(new=NAME), "residence_type": Edit(new="usual_local")},
        row=str(lived.person.row),
    )
    assert judged(miao.push(*miao.send(again))) == [("nothing", "purged")]
    assert_no_word_is_left(town)


def test_what_arrives_later_in_a_colleagues_diary_is_turned_down_as_well(
    town: Town, wang: Phone, miao: Phone, lin: Phone
) -> None:
    mine, hers = f"diary:{wang.caller.person}", f"diary:{miao.caller.person}"
    entry = wang.create("diary_entry", mine, on="2026-11-20", author=wang.caller.person)
    wang.say(entry, scope=mine)
    purge(town.service, ("diary_entry", str(entry.row)), "申请")
    handed = lin.create(
        "instruction",
        hers,
        review_id="r1",
        entry_id=str(entry.row),
        written_by=wang.caller.person,
        text=SECRET,
        author=lin.caller.person,
    )
    assert judged(lin.say(handed, scope=hers)) == [("nothing", "purged")]
    assert_no_word_is_left(town)
    assert_well(town)


def test_nobody_but_the_server_erases(town: Town, lived: Lived, miao: Phone) -> None:
    change = miao.change("resident", {}, row=str(lived.person.row), kind="purge")
    assert judged(miao.push(*miao.send(change))) == [("quarantined", "server_only")]


def test_a_restored_backup_erases_again_before_it_serves(
    town: Town, lived: Lived, wang: Phone, tmp_path: Path
) -> None:
    service, file = town.service, tmp_path / "yesterday"
    write_backup(service.store, service.keys, file, NINE)
    purge(service, lived.key, "申请")
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    assert [one.code for one in examine_erasures(service).findings]
    assert erase_again(service) == 2
    assert_no_word_is_left(town)
    assert_well(town)
    assert erase_again(service) == 0


def test_what_a_device_gives_back_to_a_restored_server_comes_without_words(
    town: Town, lived: Lived, wang: Phone, tmp_path: Path
) -> None:
    service, file = town.service, tmp_path / "yesterday"
    write_backup(service.store, service.keys, file, NINE)
    wang.say(wang.patch(lived.person, "note", None, SECRET))
    facts = town.facts(GRID_SCOPE)
    purge(service, lived.key, "申请")
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    erase_again(service)
    _give_back(town, wang, facts)
    assert facts[-1].id in {fact.id for fact in town.facts(GRID_SCOPE)}
    assert_no_word_is_left(town)
    assert_well(town)


def _give_back(town: Town, phone: Phone, facts: list[Fact]) -> None:
    from msgspec.structs import replace

    from sync.protocol import Returned

    offer = phone.offer()
    back = tuple(Returned(id=one.id, fact=canonical(one).decode()) for one in facts)
    scope = replace(offer.scopes[0], returns=back)
    phone.exchange(replace(offer, scopes=(scope,)))


def test_a_lost_register_and_database_are_healed_by_the_fact_itself(
    town: Town, lived: Lived, wang: Phone, tmp_path: Path
) -> None:
    service, file = town.service, tmp_path / "yesterday"
    write_backup(service.store, service.keys, file, NINE)
    purge(service, lived.key, "申请")
    facts = town.facts(GRID_SCOPE)
    whole = [fact.hash for fact in facts]
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    (service.folder / FILE).unlink()
    _give_back(town, wang, facts)
    assert [fact.hash for fact in town.facts(GRID_SCOPE)] == whole
    with service.store.read() as connection:
        wires = connection.scalars(select(FACT.c.wire).where(FACT.c.scope == GRID_SCOPE))
        assert not any(word in wire for wire in wires for word in WORDS)
    assert [one.code for one in examine_erasures(service).findings] != []
    erase_again(service)
    assert examine_erasures(service).findings == []


def test_a_fact_without_words_is_not_believed_where_nothing_was_erased(
    town: Town, lived: Lived, wang: Phone, tmp_path: Path
) -> None:
    from fieldapp.domain.purge import scrubbed

    service, file = town.service, tmp_path / "yesterday"
    write_backup(service.store, service.keys, file, NINE)
    wang.say(wang.patch(lived.neighbour, "note", None, "住得远"))
    (fact,) = town.facts(GRID_SCOPE)[-1:]
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    _give_back(town, wang, [scrubbed(fact, {("resident", str(lived.neighbour.row))})])
    assert fact.id not in {one.id for one in town.facts(GRID_SCOPE)}
    _give_back(town, wang, [fact])
    assert "住得远" in everything_in(town)


def test_other_words_under_good_digests_are_turned_away(
    town: Town, lived: Lived, wang: Phone, tmp_path: Path
) -> None:
    from msgspec.structs import replace

    from sync.codec import content_digests

    service, file = town.service, tmp_path / "yesterday"
    write_backup(service.store, service.keys, file, NINE)
    wang.say(wang.patch(lived.neighbour, "note", None, "住得远"))
    (fact,) = town.facts(GRID_SCOPE)[-1:]
    effect = tuple(replace(one, fields={"note": "伪造"}) for one in fact.effect)
    forged = replace(fact, effect=effect, digests=content_digests(fact.body, fact.effect))
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    _give_back(town, wang, [forged])
    assert "伪造" not in everything_in(town)


def test_rows_kept_at_the_horizon_lose_her_as_well(town: Town, lived: Lived) -> None:
    compact(town.service.store, NINE + 1)
    purge(town.service, lived.key, "申请")
    assert_no_word_is_left(town)
    assert_well(town)
    compact(town.service.store, NINE + 1)
    assert_well(town)


def test_a_group_that_lost_one_of_its_words_is_still_a_group(
    town: Town, lived: Lived, wang: Phone, tmp_path: Path
) -> None:
    from sync.protocol import Group

    service, file = town.service, tmp_path / "yesterday"
    write_backup(service.store, service.keys, file, NINE)
    changes = [
        wang.change(
            "resident",
            {"note": Edit(new=text)},
            row=str(one.row),
            kind="patch",
            group=Group(id="g1", index=index, size=2),
        )
        for index, (one, text) in enumerate(((lived.person, SECRET), (lived.neighbour, "邻居")))
    ]
    wang.say(*changes)
    facts = town.facts(GRID_SCOPE)
    purge(service, lived.key, "申请")
    scrubbed = town.facts(GRID_SCOPE)[: len(facts)]
    assert [decode(Change, bytes(one.body)).group for one in scrubbed[-2:]] == [
        one.group for one in changes
    ]
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    erase_again(service)
    _give_back(town, wang, scrubbed)
    assert "邻居" in everything_in(town)
    assert_no_word_is_left(town)
    assert_well(town)


def test_what_was_turned_down_goes_back_with_its_group(
    town: Town, lived: Lived, wang: Phone, tmp_path: Path
) -> None:
    from sync.protocol import Group

    service, file = town.service, tmp_path / "today"
    purge(service, lived.key, "申请")
    write_backup(service.store, service.keys, file, NINE)
    home = {"household_id": Edit(new=lived.home.row), "resident_id": Edit(new=lived.person.row)}
    first, last = (Group(id="g1", index=index, size=2) for index in (0, 1))
    door = wang.change("dwelling", {"room_label": Edit(new="504")}, group=first)
    member = wang.change("member", home, group=last)
    wang.say(door, member)
    facts = town.facts(GRID_SCOPE)
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    _give_back(town, wang, facts)
    assert [fact.hash for fact in town.facts(GRID_SCOPE)] == [fact.hash for fact in facts]
    assert_well(town)


def test_ones_own_change_goes_back_though_its_row_was_never_known_where_it_is_erased(
    town: Town, lived: Lived, wang: Phone, tmp_path: Path
) -> None:
    from fieldapp.domain.purge import scrubbed

    service, file = town.service, tmp_path / "yesterday"
    write_backup(service.store, service.keys, file, NINE)
    answer = wang.say(wang.create("member", household_id=lived.home.row, resident_id="nobody"))
    assert judged(answer)[-1] == ("quarantined", "parent_missing")
    fact = town.facts(GRID_SCOPE)[-1]
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    purge(service, ("household", str(lived.home.row)), "申请")
    # So her device has it, once it has heard of the erasure.
    bare = scrubbed(fact, {("household", str(lived.home.row))})
    _give_back(town, wang, [bare])
    assert fact.id in {one.id for one in town.facts(GRID_SCOPE)}
    assert_well(town)


def test_it_is_on_record_who_was_erased_and_why_without_a_name(town: Town, lived: Lived) -> None:
    purge(town.service, lived.key, "申请 2026-11")
    with town.service.store.read() as connection:
        (text,) = connection.scalars(select(AUDIT.c.detail).where(AUDIT.c.event == "purged"))
    assert json.loads(text)["reason"] == "申请 2026-11"
    register = (town.service.folder / FILE).read_text("utf-8")
    assert str(lived.person.row) in register
    assert not any(word in register for word in WORDS)


def test_an_unknown_record_is_refused_and_an_erased_one_is_swept_again(
    town: Town, lived: Lived
) -> None:
    with pytest.raises(Refused):
        purge(town.service, ("resident", "nobody"), "申请")
    purge(town.service, lived.key, "申请")
    assert purge(town.service, lived.key, "申请").scopes == []


def test_the_console_counts_asks_and_erases(
    town: Town, lived: Lived, capsys: pytest.CaptureFixture[str]
) -> None:
    url = town.service.store.engine.url.render_as_string(hide_password=False)
    place = ["--database", url, "--data", str(town.service.folder), "--json"]
    words = ["purge", *lived.key, "--reason", "申请", *place]
    assert main([*words, "--dry-run"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["is_done"], told["rows"]["resident"]) == (False, 1)
    assert main(words) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "not_confirmed"
    assert main([*words, "--yes"]) == 0
    assert json.loads(capsys.readouterr().out)["is_done"]
    assert main(["doctor", *place]) == 0
    assert json.loads(capsys.readouterr().out)["purges"] >= 5
    assert_no_word_is_left(town)


def test_a_verdict_of_an_erased_change_stays_what_it_was(
    town: Town, lived: Lived, wang: Phone
) -> None:
    change = wang.patch(lived.neighbour, "speaks", None, "本地话")
    sent = wang.send(change)
    first = wang.push(*sent).judged
    purge(town.service, ("resident", str(lived.neighbour.row)), "申请")
    assert wang.push(*sent).judged == first
    assert first[0].verdict.word is Word.taken
