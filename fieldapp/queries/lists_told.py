"""Values that name other records, in words: tags, doors, buildings and groups, households."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import Connection

from fieldapp.domain.campaigns import TEMPLATES
from fieldapp.domain.tags import BUILT_IN
from fieldapp.queries.door_names import door_names, household_names
from fieldapp.store.rows import read_rows
from sync.protocol import Value

_MOST = 8
_Names = Callable[[Connection, Sequence[str]], Mapping[str, str]]


def list_text(connection: Connection, kind: str, field: str, values: Sequence[Value]) -> str:
    """Put a list into words; a long one ends with how many there are in all."""
    ids = [str(one) for one in values]
    named = _OF_LISTS.get((kind, field), _themselves)(connection, ids[:_MOST])
    words = "、".join(named.get(one, one) for one in ids[:_MOST])
    return f"{words}等 {len(ids)} 项" if len(ids) > _MOST else words


def template_text(connection: Connection, template: str) -> str:
    """Give a campaign template's title, the built-in ones too."""
    if template in TEMPLATES:
        return TEMPLATES[template].title
    return _titles(connection, "campaign_template", [template]).get(template, template)


def tag_texts(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """Name tags by their codes, the community's own too."""
    wanted = list(codes)
    own = _titles(connection, "tag_kind", wanted)
    return {
        code: own.get(code) or (BUILT_IN[code].name if code in BUILT_IN else code)
        for code in wanted
    }


def _titles(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, str]:
    found = read_rows(connection, [(kind, one) for one in ids])
    return {
        id_: str(stored.row.fields["name"])
        for (_, id_), stored in found.items()
        if stored.row.fields.get("name")
    }


def _themselves(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    return {one: one for one in ids}


def _doors(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    return {id_: name.full for id_, name in door_names(connection, ids).items()}


def _homes(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    return {id_: name.label for id_, name in household_names(connection, ids).items()}


def _people(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    return _titles(connection, "resident", ids)


def _places(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    buildings = read_rows(connection, [("building", one) for one in ids])
    labels = {key[1]: str(found.row.fields.get("label", "")) for key, found in buildings.items()}
    spoken = {id_: f"{one}号楼" if one.isdigit() else one for id_, one in labels.items()}
    return spoken | _titles(connection, "village_group", ids)


_OF_LISTS: Mapping[tuple[str, str], _Names] = {
    ("campaign", "tags"): tag_texts,
    ("campaign", "dwellings"): _doors,
    ("campaign", "places"): _places,
    ("diary_line", "households"): _homes,
    ("visit", "met"): _people,
}
