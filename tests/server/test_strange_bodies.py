"""Whatever a member sends as a change: it is answered, kept, and harms no neighbour."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.entities import ENTITIES
from server.doctor import examine
from sync.codec import BadMessage, canonical, change_id, decode
from sync.protocol import Change, ChangeKind
from tests.server.town import GRID_SCOPE, make_town

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.text(max_size=6), st.just("a\0b")
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
KINDS = [entity.kind for entity in ENTITIES]
FIELDS = sorted({name for entity in ENTITIES for name in entity.by_name})
EDITS = st.fixed_dictionaries(
    {}, optional={"old": JSON, "new": JSON, "add": st.dictionaries(st.text(max_size=3), JSON)}
)


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    """Something that is nearly a change."""
    return {
        "scope": draw(st.sampled_from([GRID_SCOPE, "care:1", ""])),
        "kind": draw(st.sampled_from([kind.value for kind in ChangeKind])),
        "entity": draw(st.sampled_from([*KINDS, "unknown"])),
        "row": draw(st.sampled_from(["r1", "r2", "", "a\0b", "x" * 65])),
        "fields": draw(st.dictionaries(st.sampled_from([*FIELDS, "odd"]), EDITS, max_size=4)),
        "actor": "me",
        "device": "mine",
        "schema": draw(st.sampled_from([0, 1, 2, -1])),
        "time": {"wall_ms": draw(st.integers(-(2**60), 2**60)), "boot_ms": 5, "boot_id": "b"},
        **draw(st.fixed_dictionaries({}, optional={"corrects": st.text(max_size=5)})),
    }


@settings(max_examples=30)
@given(st.lists(st.one_of(bodies(), JSON), min_size=1, max_size=8))
def test_every_change_of_a_member_is_answered_and_kept(
    tmp_path_factory: Any, found: list[Any]
) -> None:
    folder: Path = tmp_path_factory.mktemp("town")
    town = make_town(f"sqlite:///{folder / 'server.db'}", folder)
    phone = town.phone("王海示例")
    sent = [phone.send_body(*_named(phone, body)) for body in found]
    good = phone.send(phone.create("village_group", name="上沟组"))
    answer = phone.push(*sent, *good)
    assert len(answer.judged) == len(found) + 1
    assert answer.judged[-1].verdict.word == "taken"
    assert examine(town.service.store, town.service.keys).findings == []
    town.service.close()


def _named(phone: Any, body: Any) -> tuple[bytes, str]:
    """Write a body with its right name, where it can have one."""
    if isinstance(body, dict) and body.get("actor") == "me":
        body = body | {"actor": phone.caller.person, "device": phone.caller.device}
    content = json.dumps(body).encode()
    try:
        return content, change_id(decode(Change, content), content)
    except BadMessage:
        return content, change_id(phone.create("village_group", name=str(canonical(body))))
