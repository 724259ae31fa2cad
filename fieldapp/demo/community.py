"""Regions, grids, staff and who works where, as the server's administrator would enter them."""

from __future__ import annotations

from dataclasses import dataclass

COMMUNITY, VILLAGE = "560102001006", "560102101205"
GRID, VILLAGE_GRID = f"{COMMUNITY}003", f"{VILLAGE}001"
"""第三网格 of 杏林社区, and the one grid of 柳沟村."""

_GRIDS = ("第一网格", "第二网格", "第三网格", "第四网格", "第五网格", "第六网格")


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """An account: `fieldserver user add NAME --role ROLE --region REGION`."""

    name: str
    role: str
    region: str


@dataclass(frozen=True, slots=True)
class Post:
    """An assignment: `fieldserver assign NAME GRID --as ROLE`."""

    name: str
    grid: str
    role: str


STAFF = (
    StaffPlan("王海示例", "worker", COMMUNITY),
    StaffPlan("林示范", "secretary", COMMUNITY),
    StaffPlan("赵示例", "worker", COMMUNITY),
    StaffPlan("钱示例", "worker", COMMUNITY),
    StaffPlan("孙示例", "worker", COMMUNITY),
    StaffPlan("李示例", "worker", COMMUNITY),
    StaffPlan("周示例", "worker", COMMUNITY),
    StaffPlan("苗长根", "worker", VILLAGE),
)
ASSIGNMENTS = (
    Post("王海示例", GRID, "responsible"),
    Post("赵示例", f"{COMMUNITY}005", "responsible"),
    Post("赵示例", GRID, "full"),
    Post("钱示例", f"{COMMUNITY}001", "responsible"),
    Post("孙示例", f"{COMMUNITY}002", "responsible"),
    Post("李示例", f"{COMMUNITY}004", "responsible"),
    Post("周示例", f"{COMMUNITY}006", "responsible"),
    Post("王海示例", VILLAGE_GRID, "responsible"),
    Post("苗长根", VILLAGE_GRID, "part"),
)
"""赵示例 stands in at the third grid; 王海示例 spends a week a month in the village."""


def regions_csv() -> str:
    """Give the file for `fieldserver import-regions`."""
    rows = [
        "code,parent,level,name,kind",
        "5601,,city,云川市,",
        "560102,5601,district,明湖区,",
        "560102001,560102,street,河湾街道,",
        f"{COMMUNITY},560102001,community,杏林社区,urban",
        "560102101,560102,street,青石镇,",
        f"{VILLAGE},560102101,community,柳沟村,rural",
        f"{VILLAGE_GRID},{VILLAGE},grid,柳沟网格,comprehensive",
    ]
    rows += [
        f"{COMMUNITY}{number:03d},{COMMUNITY},grid,{name},comprehensive"
        for number, name in enumerate(_GRIDS, start=1)
    ]
    return "\n".join(rows) + "\n"
