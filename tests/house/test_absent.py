"""What must not exist in this product, on any screen, in any record: counted, ranked, forced."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fieldapp.domain.entities import ENTITIES
from tests.house.sources import ROOT, name_of, tracked

_FACES = [
    path
    for path in tracked("*.qml", "*.py")
    if name_of(path).startswith(("ui/", "fieldapp/", "server/", "resources/"))
]
_FORBIDDEN = re.compile(
    r"打卡|签到|积分|排名|排行|在线时长|活跃度|使用率|leaderboard|check_in\b|ranking"
)
_FORCED = re.compile(
    r"photo|gps|latitude|longitude|signature|online_(ms|minutes|time)|points|score"
)


@pytest.mark.parametrize("path", _FACES, ids=name_of)
def test_no_screen_and_no_code_ranks_or_clocks_a_worker(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert [line.strip() for line in lines if _FORBIDDEN.search(line)] == []


def test_no_record_can_require_a_photo_a_position_or_a_signature() -> None:
    required = [
        f"{entity.kind}.{field.name}"
        for entity in ENTITIES
        for field in entity.fields
        if field.is_required and _FORCED.search(field.name)
    ]
    assert required == []


def test_a_visit_needs_a_door_and_an_outcome_and_nothing_else_of_its_author() -> None:
    (visit,) = [entity for entity in ENTITIES if entity.kind == "visit"]
    asked = {field.name for field in visit.fields if field.is_required} - {"author"}
    assert asked == {"dwelling_id", "outcome"}


def test_the_guard_would_see_a_ranking() -> None:
    assert _FORBIDDEN.search("本月走访排名")
    assert (ROOT / "docs" / "domain.md").exists()
