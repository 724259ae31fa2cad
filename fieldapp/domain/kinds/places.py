"""Records of places: compounds, buildings, units, village groups, dwellings."""

from __future__ import annotations

from fieldapp.domain.kinds.shorthand import BOOL, INT, JSON, TEXTS
from sync.schema import Entity, Field

DWELLING_USES = (
    "own",
    "rented",
    "shared_rental",
    "vacant",
    "shop",
    "unsafe",
    "building",
    "demolished",
)

PLACES = (
    Entity(
        "compound",
        "小区",
        "grid",
        (
            Field("name", "名称", is_required=True),
            Field("aliases", "别名", TEXTS),
            Field("property_mode", "物业"),
            Field("property_phone", "物业电话"),
            Field("gate_note", "大门提示"),
            Field("address_style", "门牌写法", JSON),
            Field("sort_no", "顺序", INT),
        ),
    ),
    Entity(
        "village_group",
        "村民小组",
        "grid",
        (Field("name", "名称", is_required=True), Field("sort_no", "顺序", INT)),
    ),
    Entity(
        "building",
        "楼栋",
        "grid",
        (
            Field("compound_id", "小区", parent="compound"),
            Field("label", "楼号", is_required=True),
            Field("aliases", "别名", TEXTS),
            Field("kind", "类别", choices=("tower", "block", "street", "flat")),
            Field("floors_above", "地上层数", INT, span=(0, 999)),
            Field("floors_below", "地下层数", INT, span=(0, 99)),
            Field("has_lift", "电梯", BOOL),
            Field("sort_no", "顺序", INT),
        ),
    ),
    Entity(
        "unit",
        "单元",
        "grid",
        (
            Field("building_id", "楼栋", parent="building", is_required=True),
            Field("label", "单元", is_required=True),
            Field("sort_no", "顺序", INT),
        ),
    ),
    Entity(
        "dwelling",
        "门",
        "grid",
        (
            Field("building_id", "楼栋", parent="building"),
            Field("unit_id", "单元", parent="unit"),
            Field("village_group_id", "村民小组", parent="village_group"),
            Field("floor_label", "楼层"),
            Field("floor_sort", "楼层顺序", INT),
            Field("room_label", "门牌"),
            Field("door_no", "门号"),
            Field("landmark", "地标"),
            Field("addr_key", "归一键"),
            Field("original_text", "原来的写法"),
            Field("use", "居住用途", choices=DWELLING_USES),
            Field("access_note", "敲门提示"),
            Field("sort_no", "走动顺序", INT),
        ),
    ),
)
