"""Every kind of record, its fields, and how concurrent edits of each field meet.

One catalogue for both ends: the device makes its typed tables from it, the server merges by it.
Field names follow docs/domain.md. `level` is the sensitivity: L1 grid team, L2 workers and
secretary, L3 only the responsible worker and the secretary (and masked until tapped).
"""

from __future__ import annotations

from sync.schema import CONFLICT, QUARANTINE, Entity, Field, FieldType, Rule, Schema

SCHEMA_VERSION = 1
"""Raised with every change of fields; an older server sets newer changes aside."""

_INT, _BOOL, _JSON, _SET = FieldType.integer, FieldType.boolean, FieldType.json, FieldType.set
_ONCE, _IDENTITY, _TEXT = Rule.once, Rule.identity, Rule.text

OUTCOMES = (
    "met",
    "met_other",
    "no_answer",
    "refused",
    "moved_out",
    "vacant",
    "wrong_door",
    "not_safe",
    "declined_info",
    "deceased",
)
"""Outcomes of a visit (docs/domain.md, visits)."""
MODES = ("door", "phone", "video", "met_on_street", "visitor_came", "relative_reported")
RESIDENCE_TYPES = ("usual_local", "usual_other", "migrant", "away", "paper", "overseas")
LIFE_STATUSES = ("living", "reported_deceased", "deceased", "missing", "unknown")
HOUSEHOLD_KINDS = ("family", "collective", "tenant", "paper", "mismatch", "away")
HOUSEHOLD_STATUSES = ("active", "moved_out", "split", "merged", "demolished", "duplicate")
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
REVIEW_KINDS = ("acknowledged", "instruction", "to_issue", "more_please", "praise", "talk")
REPLY_KINDS = ("received", "done")
URGENCIES = ("note", "week", "today", "now")

_STAFF = (
    Entity(
        "region",
        "辖区",
        "community",
        (
            Field("code", "区划代码", rule=_ONCE, is_required=True),
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
            Field("is_active", "在岗", _BOOL),
        ),
    ),
    Entity(
        "assignment",
        "分工",
        "community",
        (
            Field("person", "谁", rule=_ONCE, is_required=True),
            Field("grid", "网格", rule=_ONCE, is_required=True),
            Field("role", "怎么管", choices=("responsible", "full", "part")),
            Field("from_on", "从"),
            Field("to_on", "到"),
        ),
    ),
    Entity(
        "tag_kind",
        "标签种类",
        "community",
        (
            Field("name", "名称", is_required=True),
            Field("group", "分组"),
            Field("level", "敏感级", _INT),
            Field("cadence_days", "多久一次", _INT),
            Field("phone_counts", "电话算不算", _BOOL),
            Field("mark", "单字"),
        ),
    ),
    Entity(
        "checklist",
        "检查清单",
        "community",
        (
            Field("name", "名称", is_required=True),
            Field("items", "条目", _JSON),
            Field("is_sample", "示例", _BOOL),
        ),
    ),
    Entity(
        "campaign_template",
        "专项模板",
        "community",
        (
            Field("name", "名称", is_required=True),
            Field("tags", "对象", _JSON),
            Field("reason", "事由"),
        ),
    ),
    Entity("setting", "设置", "community", (Field("value", "值", _JSON),)),
)

_PLACES = (
    Entity(
        "compound",
        "小区",
        "grid",
        (
            Field("name", "名称", is_required=True),
            Field("aliases", "别名", _JSON),
            Field("property_mode", "物业"),
            Field("property_phone", "物业电话"),
            Field("gate_note", "大门提示"),
            Field("address_style", "门牌写法", _JSON),
            Field("sort_no", "顺序", _INT),
        ),
    ),
    Entity(
        "village_group",
        "村民小组",
        "grid",
        (Field("name", "名称", is_required=True), Field("sort_no", "顺序", _INT)),
    ),
    Entity(
        "building",
        "楼栋",
        "grid",
        (
            Field("compound_id", "小区", parent="compound"),
            Field("label", "楼号", is_required=True),
            Field("aliases", "别名", _JSON),
            Field("kind", "类别", choices=("tower", "block", "street", "flat")),
            Field("floors_above", "地上层数", _INT),
            Field("floors_below", "地下层数", _INT),
            Field("has_lift", "电梯", _BOOL),
            Field("sort_no", "顺序", _INT),
        ),
    ),
    Entity(
        "unit",
        "单元",
        "grid",
        (
            Field("building_id", "楼栋", parent="building", is_required=True),
            Field("label", "单元", is_required=True),
            Field("sort_no", "顺序", _INT),
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
            Field("floor_sort", "楼层顺序", _INT),
            Field("room_label", "门牌"),
            Field("door_no", "门号"),
            Field("landmark", "地标"),
            Field("addr_key", "归一键"),
            Field("original_text", "原来的写法"),
            Field("use", "居住用途", choices=DWELLING_USES),
            Field("access_note", "敲门提示"),
            Field("sort_no", "走动顺序", _INT),
        ),
    ),
)

_PEOPLE = (
    Entity(
        "household",
        "户",
        "grid",
        (
            Field("dwelling_id", "住处", rule=_IDENTITY, parent="dwelling", is_required=True),
            Field("household_no", "户编号"),
            Field("head_id", "户主"),
            Field("contact_id", "联系人"),
            Field("kind", "户类型", choices=HOUSEHOLD_KINDS),
            Field("status", "户状态", choices=HOUSEHOLD_STATUSES),
            Field("since_on", "入住日期"),
            Field("split_from", "从哪户分出"),
            Field("is_party_center", "党员中心户", _BOOL),
            Field("cadence_days", "最少多久去一次", _INT),
            Field("tags", "户标签", _SET, Rule.set),
            Field("note", "备注", rule=_TEXT, limit=2000),
            Field("verified_on", "核实日期"),
            Field("verified_by", "核实人"),
            Field("imported_on", "录入日期"),
        ),
    ),
    Entity(
        "resident",
        "居民",
        "grid",
        (
            Field("name", "姓名", rule=_IDENTITY, limit=64, is_required=True),
            Field("aliases", "曾用名", _JSON),
            Field("latin_name", "外文名", limit=128),
            Field("sex", "性别", choices=("0", "1", "2", "9")),
            Field("birth_date", "出生日期", rule=_IDENTITY),
            Field("birth_precision", "日期精度", choices=("day", "month", "year", "unknown")),
            Field("birth_lunar_text", "农历生日"),
            Field("residence_type", "居住类别", choices=RESIDENCE_TYPES, is_required=True),
            Field("hukou_division", "户籍地", level=2),
            Field("politics", "政治面貌", level=2),
            Field("life_status", "生存状态", rule=_IDENTITY, choices=LIFE_STATUSES),
            Field("life_status_on", "何时"),
            Field("phones", "电话", _SET, Rule.set, level=2),
            Field("tags", "标签", _SET, Rule.set, level=2),
            Field("speaks", "语言"),
            Field("hearing_note", "怎么说话"),
            Field("emergency_name", "紧急联系人", level=2),
            Field("emergency_phone", "紧急电话", level=2),
            Field("emergency_relation", "联系人关系", level=2),
            Field("notice_given_on", "已告知日期"),
            Field("has_care", "另有已遮的项", _INT),
            Field("note", "备注", rule=_TEXT, limit=2000),
        ),
    ),
    Entity(
        "member",
        "户内成员",
        "grid",
        (
            Field("household_id", "户", rule=_ONCE, parent="household", is_required=True),
            Field("resident_id", "居民", rule=_ONCE, parent="resident", is_required=True),
            Field("relation_code", "与户主关系"),
            Field("from_on", "从"),
            Field("to_on", "到"),
        ),
    ),
    Entity(
        "care",
        "须保密的",
        "care",
        (
            Field("resident_id", "居民", rule=_ONCE, is_required=True),
            Field("id_type", "证件类型", level=3),
            Field("id_no", "证件号码", rule=_IDENTITY, level=3, limit=40),
            Field("no_id_reason", "无证件原因", level=3),
            Field("tags", "须保密的标签", _SET, Rule.set, level=3),
            Field("health_note", "健康", rule=_TEXT, level=3, limit=2000),
        ),
    ),
)

_WORK = (
    Entity(
        "visit",
        "敲门",
        "grid",
        (
            Field("dwelling_id", "门", rule=_ONCE, parent="dwelling", is_required=True),
            Field("household_id", "户", rule=_ONCE, parent="household"),
            Field("mode", "方式", rule=_ONCE, choices=MODES),
            Field("outcome", "结果", rule=_ONCE, choices=OUTCOMES, is_required=True),
            Field("met", "见到谁", _JSON, _ONCE),
            Field("purposes", "目的", _JSON, _ONCE),
            Field("items", "检查项", _JSON, _ONCE),
            Field("note", "一句话", rule=_ONCE, limit=4000),
            Field("at_ms", "时间", _INT, _ONCE),
            Field("recorded_ms", "记录时间", _INT, _ONCE),
            Field("is_late_entry", "补记", _BOOL, _ONCE),
            Field("companions", "同行", _JSON, _ONCE),
            Field("campaign_id", "专项", rule=_ONCE),
            Field("next_due_on", "下次", rule=_ONCE),
            Field("next_due_reason", "下次原因", rule=_ONCE),
            Field("author", "谁敲的", rule=_ONCE, is_required=True),
        ),
        is_appended=True,
    ),
    Entity(
        "promise",
        "答应过的",
        "grid",
        (
            Field("household_id", "户", rule=_ONCE, parent="household", is_required=True),
            Field("visit_id", "哪次", rule=_ONCE),
            Field("text", "答应了什么", rule=_TEXT, limit=2000, is_required=True),
            Field("made_ms", "什么时候", _INT, _ONCE),
            Field("author", "谁答应的", rule=_ONCE, is_required=True),
            Field("done_ms", "什么时候办了", _INT),
        ),
    ),
    Entity(
        "campaign",
        "专项入户",
        "grid",
        (
            Field("title", "名称", is_required=True),
            Field("reason", "事由"),
            Field("template", "模板"),
            Field("on", "日期"),
            Field("starts_ms", "开始", _INT),
            Field("deadline_ms", "截止", _INT),
            Field("tags", "对象标签", _JSON),
            Field("dwellings", "指定的门", _JSON),
            Field("started_by", "谁发起"),
            Field("ended_ms", "结束", _INT),
        ),
    ),
)

_DIARY = (
    Entity(
        "diary_entry",
        "民情日记",
        "diary",
        (
            Field("author", "谁写的", rule=_ONCE, is_required=True),
            Field("grid", "网格", rule=_ONCE),
            Field("on", "日期", rule=_ONCE, is_required=True),
            Field("weather", "天气"),
            Field("categories", "类别", _JSON),
            Field("mood", "冷暖"),
            Field("urgency", "缓急", choices=URGENCIES),
            Field("submitted_ms", "交上时间", _INT),
            Field("is_sealed", "密封", _BOOL),
        ),
    ),
    Entity(
        "diary_line",
        "日记的一条",
        "diary",
        (
            Field("entry_id", "哪一篇", rule=_ONCE, parent="diary_entry", is_required=True),
            Field("text", "内容", rule=_TEXT, limit=20_000, is_required=True),
            Field("households", "关联的户", _JSON),
            Field("visit_id", "哪次敲门"),
            Field("sort_no", "顺序", _INT),
        ),
    ),
    Entity(
        "tick",
        "打钩",
        "diary",
        (
            Field("line_id", "哪一条", rule=_ONCE, parent="diary_line", is_required=True),
            Field("done_ms", "什么时候", _INT, _ONCE),
            Field("author", "谁", rule=_ONCE, is_required=True),
        ),
        is_appended=True,
    ),
    Entity(
        "review",
        "批示",
        "diary",
        (
            Field("entry_id", "哪一篇", rule=_ONCE, parent="diary_entry", is_required=True),
            Field("kind", "怎么批", rule=_ONCE, choices=REVIEW_KINDS, is_required=True),
            Field("text", "内容", rule=_ONCE, limit=4000),
            Field("due_ms", "什么时候前", _INT, _ONCE),
            Field("at_ms", "什么时候批的", _INT, _ONCE),
            Field("seen_lines", "批时的内容", _JSON, _ONCE),
            Field("author", "谁批的", rule=_ONCE, is_required=True),
        ),
        is_appended=True,
    ),
    Entity(
        "reply",
        "回话",
        "diary",
        (
            Field("entry_id", "哪一篇", rule=_ONCE, parent="diary_entry", is_required=True),
            Field("review_id", "哪条批示", rule=_ONCE, parent="review"),
            Field("kind", "怎么回", rule=_ONCE, choices=REPLY_KINDS, is_required=True),
            Field("text", "内容", rule=_ONCE, limit=4000),
            Field("at_ms", "什么时候", _INT, _ONCE),
            Field("author", "谁回的", rule=_ONCE, is_required=True),
        ),
        is_appended=True,
    ),
)

ENTITIES: tuple[Entity, ...] = (
    *_STAFF,
    *_PLACES,
    *_PEOPLE,
    *_WORK,
    *_DIARY,
    CONFLICT,
    QUARANTINE,
)
SCHEMA = Schema(SCHEMA_VERSION, {entity.kind: entity for entity in ENTITIES})
