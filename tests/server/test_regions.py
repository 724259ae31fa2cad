"""The region file: strict with its lines, all or nothing, and again is no change."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from server.regions import WrongLines, import_regions, read_regions
from sync.protocol import ScopeId
from tests.server.town import COMMUNITY, GRID, NINE, REGIONS, Phone, Town

HEADER = "code,parent,level,name,kind\n"


def lines(text: str) -> list[tuple[int, str]]:
    with pytest.raises(WrongLines) as caught:
        read_regions((HEADER + text).encode())
    return [(slip.line, slip.sentence) for slip in caught.value.slips]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_file_may_be_in_any_of_its_encodings(encoding: str) -> None:
    assert len(read_regions(REGIONS.encode(encoding))) == 9


def test_levels_and_kinds_may_be_written_in_chinese() -> None:
    regions = {one.code: one for one in read_regions(REGIONS.encode())}
    assert regions["560102101205"].level == "community"
    assert regions[GRID].kind == "comprehensive"


@pytest.mark.parametrize(
    "line",
    [
        "x,,city,云川市,",
        "5601,,kingdom,云川市,",
        "5601,,city,,",
        "5601,,city",
        "5601,x,city,云川市,",
        "56010,,community,杏林社区,",
        "560102001006003,560102001007,grid,三格,",
        "560102001006,560102001006,grid,三格,",
    ],
)
def test_each_wrong_line_is_named(line: str) -> None:
    assert [number for number, _ in lines(f"56,,province,云省,\n{line}\n")] == [3]


def test_all_wrong_lines_are_told_at_once() -> None:
    assert [number for number, _ in lines("x,,city,甲,\n56,,province,云省,\ny,,city,乙,\n")] == [
        2,
        4,
    ]


def test_another_header_is_line_one() -> None:
    with pytest.raises(WrongLines) as caught:
        read_regions("代码,上级\n".encode())
    assert caught.value.slips[0].line == 1


def test_an_empty_file_is_line_one() -> None:
    with pytest.raises(WrongLines):
        read_regions(b"")


@pytest.mark.parametrize(
    "text",
    [
        "5601,56,city,云川市,\n",
        "5601,,city,云川市,\n5602,5601,province,乙省,\n",
        "5601,,city,云川市,\n5601,,city,云川市,\n",
        "560102001006,,city,杏林,\n",
        "560102101205999,560102101205,grid,新格,\n560102001006003,560102001006,grid,,\n",
    ],
    ids=["no parent", "upside down", "twice", "moved", "second line"],
)
def test_a_wrong_tree_changes_nothing(town: Town, text: str) -> None:
    before = len(town.facts(f"community:{COMMUNITY}"))

    def import_it() -> None:
        regions = read_regions((HEADER + text).encode())
        with town.service.store.write() as connection:
            import_regions(connection, town.service.keys, regions, NINE)

    with pytest.raises(WrongLines):
        import_it()
    assert len(town.facts(f"community:{COMMUNITY}")) == before


def test_importing_again_changes_nothing(town: Town) -> None:
    before = len(town.facts(f"community:{COMMUNITY}"))
    with town.service.store.write() as connection:
        regions = read_regions(REGIONS.encode())
        done = import_regions(connection, town.service.keys, regions, NINE + 1)
    assert done.changed == 0
    assert len(town.facts(f"community:{COMMUNITY}")) == before


def test_a_new_name_is_one_change_for_each_community(town: Town) -> None:
    scope = f"community:{COMMUNITY}"
    before = len(town.facts(scope))
    with town.service.store.write() as connection:
        regions = read_regions(REGIONS.replace("明湖区", "明湖新区").encode())
        import_regions(connection, town.service.keys, regions, NINE + 1)
    (fact,) = town.facts(scope)[before:]
    assert fact.effect[0].fields == {"name": "明湖新区"}


def test_a_community_holds_its_own_chain_and_grids_alone(town: Town, wang: Phone) -> None:
    answer = wang.push(scope=ScopeId(f"community:{COMMUNITY}"))
    effects = [effect for fact in answer.facts for effect in fact.effect]
    assert [one.row for one in effects if one.entity == "region"] == [
        "5601",
        "560102",
        "560102001",
        COMMUNITY,
    ]
    grids = {one.row: one.fields for one in effects if one.entity == "grid"}
    assert set(grids) == {GRID, f"{COMMUNITY}002"}
    assert (grids[GRID]["area_kind"], grids[GRID]["kind"]) == ("urban", "comprehensive")


def test_a_new_community_begins_with_the_catalogues(wang: Phone) -> None:
    answer = wang.push(scope=ScopeId(f"community:{COMMUNITY}"))
    rows = {
        (effect.entity, effect.row): effect.fields
        for fact in answer.facts
        for effect in fact.effect
    }
    alone = rows["tag_kind", "ALONE"]
    assert (alone["name"], alone["level"], alone["cadence_days"]) == ("独居老人", 2, 30)
    assert rows["checklist", "SIX_SIX"]["items"] == []
    assert rows["checklist", "VISIT_FIVE"]["is_sample"] is True
    assert rows["campaign_template", "SNOW_ALONE"]["tags"] == ["ALONE"]


def test_what_must_not_be_stored_is_in_no_catalogue(wang: Phone) -> None:
    answer = replace(wang.push(scope=ScopeId(f"community:{COMMUNITY}")), judged=())
    codes = {effect.row for fact in answer.facts for effect in fact.effect}
    assert not codes & {"RELIGION", "PSY", "CORR", "RELEASED", "DRUG", "PUBSEC", "PETITION", "HIV"}
