"""Records of the community scope: regions, grids, staff, assignments, catalogues, handovers."""

from __future__ import annotations

from fieldapp.domain.kinds.shorthand import BOOL, DAY, INT, JSON, MAPS, MOMENT, ONCE, TEXTS
from sync.schema import Entity, Field

STAFF = (
    Entity(
        "region",
        "辖区",
        "community",
        (
            Field("code", "区划代码", rule=ONCE, is_required=True),
            Field("parent", "上级"),
            Field("level", "级别", is_required=True),
            Field("name", "名称", is_required=True),
            Field("kind", "类别"),
        ),
    ),
    Entity(
        "grid",
        "网格",
        "community",
        (
            Field("region", "社区", is_required=True),
            Field("name", "名称", is_required=True),
            Field("kind", "类别"),
            Field("area_kind", "城乡"),
        ),
    ),
    Entity(
        "staff",
        "工作人员",
        "community",
        (
            Field("name", "姓名", is_required=True),
            Field("role", "岗位", is_required=True),
            Field("region", "辖区"),
            Field("phone", "电话"),
            Field("is_active", "在岗", BOOL),
        ),
    ),
    Entity(
        "assignment",
        "分工",
        "community",
        (
            Field("person", "谁", rule=ONCE, is_required=True),
            Field("grid", "网格", rule=ONCE, is_required=True),
            Field("role", "怎么管", choices=("responsible", "full", "part")),
            Field("from_on", "从", DAY),
            Field("to_on", "到", DAY),
        ),
    ),
    Entity(
        "tag_kind",
        "标签种类",
        "community",
        (
            Field("name", "名称", is_required=True),
            Field("group", "分组"),
            Field("level", "敏感级", INT, span=(1, 4)),
            Field("cadence_days", "多久一次", INT, span=(0, 3660)),
            Field("phone_counts", "电话算不算", BOOL),
            Field("mark", "单字"),
        ),
    ),
    Entity(
        "checklist",
        "检查清单",
        "community",
        (
            Field("name", "名称", is_required=True),
            Field("items", "条目", MAPS),
            Field("is_sample", "示例", BOOL),
        ),
    ),
    Entity(
        "campaign_template",
        "专项模板",
        "community",
        (
            Field("name", "名称", is_required=True),
            Field("tags", "对象", TEXTS),
            Field("reason", "事由"),
            Field("asks", "要问的", TEXTS),
        ),
    ),
    Entity("setting", "设置", "community", (Field("value", "值", JSON),)),
    Entity(
        "handover",
        "交接签字",
        "community",
        (
            Field("grid", "网格", rule=ONCE, is_required=True),
            Field("person", "谁交出", rule=ONCE, is_required=True),
            Field("until_on", "到哪天", DAY, rule=ONCE),
            Field("side", "哪一方", rule=ONCE, choices=("gives", "takes"), is_required=True),
            Field("at_ms", "什么时候", MOMENT, ONCE),
            Field("papers", "原件几份", INT, ONCE),
            Field("counted", "点清几份", INT, ONCE),
            Field("promises", "没办的几件", INT, ONCE),
            Field("waiting", "没送的几条", INT, ONCE),
            Field("author", "谁签的", rule=ONCE, is_required=True),
        ),
        is_appended=True,
    ),
)
"""A signature of a handover tells numbers only: it is read by everybody of the community."""
