"""The region tree: reading its CSV file strictly, and founding communities and grids from it.

Columns `code,parent,level,name,kind`; UTF-8 or GB18030. Either every line is right, or nothing
is changed. Importing the same file again changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from fieldapp.errors import Refused
from server.catalogue import starting_rows
from server.founding import Wanted, begin_scopes, write_wanted
from server.keys import Keys
from server.log import create_head
from server.tables import NOWHERE, REGION

COLUMNS = ["code", "parent", "level", "name", "kind"]
LEVELS = ("province", "city", "district", "street", "community", "grid")
"""From the widest to the narrowest; a region's parent is of a wider level."""
COMMUNITY_DIGITS = 12
MAX_NAME = 64

_LEVEL_WORDS = {
    **{level: level for level in LEVELS},
    **dict.fromkeys(("省", "自治区", "直辖市"), "province"),
    **dict.fromkeys(("市", "地级市"), "city"),
    **dict.fromkeys(("区", "县", "区县", "县级市"), "district"),
    **dict.fromkeys(("街道", "镇", "乡", "乡镇"), "street"),
    **dict.fromkeys(("社区", "村"), "community"),
    "网格": "grid",
}
_KIND_WORDS = {
    "综合": "comprehensive",
    "专属": "dedicated",
    "社区": "urban",
    "城市": "urban",
    "村": "rural",
    "农村": "rural",
}


@dataclass(frozen=True, slots=True)
class Region:
    """One line of the tree; a grid is one too. `line` is where the file says so, else 0."""

    code: str
    parent: str
    level: str
    name: str
    kind: str
    line: int = 0

    @property
    def community(self) -> str:
        """The community it belongs to; nowhere for what lies above."""
        if self.level == "community":
            return self.code
        return self.parent if self.level == "grid" else NOWHERE


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong in which line."""

    line: int
    sentence: str


class WrongLines(Refused):
    """A file with wrong lines; nothing of it was taken."""

    def __init__(self, slips: Iterable[Slip]) -> None:
        self.slips = tuple(sorted(slips, key=lambda slip: slip.line))
        lines = tuple(f"第 {slip.line} 行：{slip.sentence}" for slip in self.slips)
        super().__init__(
            "wrong_lines",
            f"文件里有 {len(lines)} 处要改，一行也没有导入。",
            field="file",
            is_input=True,
            candidates=lines,
        )


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to."""

    regions: int
    communities: int
    grids: int
    changed: int


def read_regions(content: bytes) -> list[Region]:
    """Read the file's lines. Raises `WrongLines`."""
    rows = csv.reader(io.StringIO(_text(content), newline=""))
    header = [cell.strip().lower() for cell in next(rows, [])]
    if header != COLUMNS:
        raise WrongLines([Slip(1, "第一行要写 code,parent,level,name,kind。")])
    regions: list[Region] = []
    slips: list[Slip] = []
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        slip = _slip_in(cells)
        if slip:
            slips.append(Slip(rows.line_num, slip))
        else:
            regions.append(_region(cells, rows.line_num))
    if slips:
        raise WrongLines(slips)
    return regions


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongLines([Slip(1, "文字编码认不出来，请另存为 UTF-8 再导入。")])


def _slip_in(cells: list[str]) -> str | None:
    if len(cells) != len(COLUMNS):
        return f"应有 5 列，这里有 {len(cells)} 列。"
    code, parent, level, name, kind = (cell.strip() for cell in cells)
    if not code.isascii() or not code.isdigit() or not 2 <= len(code) <= 32:
        return "code 要写区划代码，全是数字。"
    if parent and (not parent.isascii() or not parent.isdigit()):
        return "parent 要写上级的代码，最上一级空着。"
    if level not in _LEVEL_WORDS:
        return f"level 要写其中之一：{'、'.join(LEVELS)}。"
    if not name or len(name) > MAX_NAME or len(kind) > 32 or "\0" in name + kind:
        return "name 不能空，最多 64 个字；kind 最多 32 个字。"
    return _slip_in_code(code, parent, _LEVEL_WORDS[level])


def _slip_in_code(code: str, parent: str, level: str) -> str | None:
    if level == "community" and len(code) != COMMUNITY_DIGITS:
        return "社区（村）的代码是 12 位。"
    if level == "grid" and (len(parent) != COMMUNITY_DIGITS or not code.startswith(parent)):
        return "网格的代码要以所属社区的 12 位代码开头。"
    if level == "grid" and len(code) <= COMMUNITY_DIGITS:
        return "网格的代码要比社区的长。"
    return None


def _region(cells: list[str], line: int) -> Region:
    code, parent, level, name, kind = (cell.strip() for cell in cells)
    return Region(code, parent, _LEVEL_WORDS[level], name, _KIND_WORDS.get(kind, kind), line)


def import_regions(
    connection: Connection, keys: Keys, regions: list[Region], now_ms: int
) -> Imported:
    """Bring the tree to what the file says. Raises `WrongLines`; the caller rolls back."""
    present = known_regions(connection)
    tree = {**present, **{one.code: one for one in regions}}
    slips = [*_repeated(regions), *_misplaced(regions, present, tree)]
    if slips:
        raise WrongLines(slips)
    changed = sum(_store(connection, one, present.get(one.code)) for one in regions)
    touched = {one.community for one in regions} - {NOWHERE}
    above = {one.code for one in regions if one.community == NOWHERE}
    touched |= {one.code for one in tree.values() if above & set(_codes_above(one, tree))}
    communities = sorted(code for code in touched if tree[code].level == "community")
    for code in communities:
        _found(connection, keys, tree[code], tree, now_ms)
    grids = sum(one.level == "grid" for one in regions)
    return Imported(len(regions), len(communities), grids, changed)


def known_regions(connection: Connection) -> dict[str, Region]:
    """Read the whole tree by code."""
    return {
        one.code: Region(one.code, one.parent, one.level, one.name, one.kind)
        for one in connection.execute(select(REGION))
    }


def _repeated(regions: Iterable[Region]) -> Iterator[Slip]:
    seen: dict[str, int] = {}
    for one in regions:
        if one.code in seen:
            yield Slip(one.line, f"代码 {one.code} 与第 {seen[one.code]} 行重复。")
        seen.setdefault(one.code, one.line)


def _misplaced(
    regions: Iterable[Region], present: Mapping[str, Region], tree: Mapping[str, Region]
) -> Iterator[Slip]:
    for one in regions:
        parent, before = tree.get(one.parent), present.get(one.code)
        if one.parent and parent is None:
            yield Slip(one.line, f"上级 {one.parent} 不在文件里，以前也没有导入过。")
        elif parent and LEVELS.index(parent.level) >= LEVELS.index(one.level):
            yield Slip(one.line, "上级的级别要比它高。")
        elif one.level == "grid" and (parent is None or parent.level != "community"):
            yield Slip(one.line, "网格的上级要是社区（村）。")
        elif before and (before.level, before.parent) != (one.level, one.parent):
            yield Slip(one.line, f"代码 {one.code} 以前的级别或上级不同，不能改挂。")


def _codes_above(region: Region, tree: Mapping[str, Region]) -> list[str]:
    above: list[str] = []
    while region.parent:
        region = tree[region.parent]
        above.append(region.code)
    return above


def _store(connection: Connection, region: Region, before: Region | None) -> int:
    values = {"name": region.name, "kind": region.kind}
    if before is None:
        place = {"parent": region.parent, "level": region.level}
        key = {"community_id": region.community, "code": region.code}
        connection.execute(insert(REGION).values(**key, **place, **values))
        return 1
    if (before.name, before.kind) == (region.name, region.kind):
        return 0
    connection.execute(
        update(REGION)
        .where(REGION.c.community_id == region.community, REGION.c.code == region.code)
        .values(**values)
    )
    return 1


def _found(
    connection: Connection, keys: Keys, community: Region, tree: Mapping[str, Region], now_ms: int
) -> None:
    """Write a community's own tree into its scope; a new one gets the catalogues too."""
    scope = f"community:{community.code}"
    is_new = create_head(connection, keys, community.code, scope)
    grids = sorted(
        (one for one in tree.values() if one.level == "grid" and one.parent == community.code),
        key=lambda one: one.code,
    )
    begin_scopes(
        connection,
        keys,
        community.code,
        [f"{kind}:{grid.code}" for grid in grids for kind in ("grid", "care")],
    )
    chain = [*reversed([tree[code] for code in _codes_above(community, tree)]), community]
    wanted = [*map(_region_row, chain), *(_grid_row(one, community) for one in grids)]
    if is_new:
        wanted += starting_rows()
    write_wanted(connection, keys, scope, wanted, now_ms)


def _region_row(region: Region) -> Wanted:
    fields = {"code": region.code, "level": region.level, "name": region.name}
    fields |= {"parent": region.parent} if region.parent else {}
    return Wanted("region", region.code, fields | ({"kind": region.kind} if region.kind else {}))


def _grid_row(grid: Region, community: Region) -> Wanted:
    fields = {"region": community.code, "name": grid.name}
    fields |= {"kind": grid.kind} if grid.kind else {}
    if community.kind in ("urban", "rural"):
        fields["area_kind"] = community.kind
    return Wanted("grid", grid.code, fields)
