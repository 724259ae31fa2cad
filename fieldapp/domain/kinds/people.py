"""Records of households and residents, and what of a resident is L3."""

from __future__ import annotations

from fieldapp.domain.kinds.shorthand import (
    BOOL,
    DAY,
    FIRST,
    IDENTITY,
    INT,
    ONCE,
    SET,
    TEXT,
    TEXTS,
)
from sync.schema import Entity, Field, Rule

RESIDENCE_TYPES = ("usual_local", "usual_other", "migrant", "away", "paper", "overseas")
LIFE_STATUSES = ("living", "reported_deceased", "deceased", "missing", "unknown")
HOUSEHOLD_KINDS = ("family", "collective", "tenant", "paper", "mismatch", "away")
HOUSEHOLD_STATUSES = ("active", "moved_out", "split", "merged", "demolished", "duplicate")

_MERGED_L2, _MERGED_L3 = (
    Field("merged", "合并时改了什么", SET, Rule.set, level=level, keys=("row",), limit=9000)
    for level in (2, 3)
)
"""What a merge wrote, noted on the record that it took out (`fieldapp.domain.joining`)."""

PEOPLE = (
    Entity(
        "household",
        "户",
        "grid",
        (
            Field("dwelling_id", "住处", rule=IDENTITY, parent="dwelling", is_required=True),
            Field("household_no", "户编号"),
            Field("head_id", "户主"),
            Field("contact_id", "联系人"),
            Field("kind", "户类型", choices=HOUSEHOLD_KINDS),
            Field("status", "户状态", choices=HOUSEHOLD_STATUSES),
            Field("since_on", "入住日期", DAY),
            Field("split_from", "从哪户分出"),
            Field("is_party_center", "党员中心户", BOOL),
            Field("cadence_days", "最少多久去一次", INT, span=(0, 3660)),
            Field("tags", "户标签", SET, Rule.set, keys=("code",)),
            Field("note", "备注", rule=TEXT, limit=2000),
            Field("verified_on", "核实日期", DAY),
            Field("verified_by", "核实人"),
            Field("imported_on", "录入日期", DAY),
        ),
    ),
    Entity(
        "resident",
        "居民",
        "grid",
        (
            Field("name", "姓名", rule=IDENTITY, limit=64, is_required=True),
            Field("aliases", "曾用名", TEXTS),
            Field("latin_name", "外文名", limit=128),
            Field("sex", "性别", choices=("0", "1", "2", "9")),
            Field("birth_date", "出生日期", DAY, rule=IDENTITY),
            Field("birth_precision", "日期精度", choices=("day", "month", "year", "unknown")),
            Field("birth_lunar_text", "农历生日"),
            Field("residence_type", "居住类别", choices=RESIDENCE_TYPES, is_required=True),
            Field("hukou_division", "户籍地", level=2),
            Field("politics", "政治面貌", level=2),
            Field("life_status", "生存状态", rule=IDENTITY, choices=LIFE_STATUSES),
            Field("life_status_on", "何时", DAY),
            Field("phones", "电话", SET, Rule.set, keys=("number",), level=2),
            Field("tags", "标签", SET, Rule.set, keys=("code",), level=2),
            Field("speaks", "语言"),
            Field("hearing_note", "怎么说话"),
            Field("emergency_name", "紧急联系人", level=2),
            Field("emergency_phone", "紧急电话", level=2),
            Field("emergency_relation", "联系人关系", level=2),
            Field("notice_given_on", "已告知日期", DAY),
            Field("has_care", "另有已遮的项", INT),
            Field("note", "备注", rule=TEXT, limit=2000),
            Field("duplicate_of", "和谁是同一个人", rule=FIRST),
            _MERGED_L2,
            Field("distinct_from", "和谁不是同一个人", SET, Rule.set, keys=("resident",)),
        ),
    ),
    Entity(
        "member",
        "户内成员",
        "grid",
        (
            Field("household_id", "户", rule=ONCE, parent="household", is_required=True),
            Field("resident_id", "居民", rule=ONCE, parent="resident", is_required=True),
            Field("relation_code", "与户主关系"),
            Field("from_on", "从", DAY),
            Field("to_on", "到", DAY),
        ),
    ),
    Entity(
        "care",
        "须保密的",
        "care",
        (
            Field("resident_id", "居民", rule=ONCE, is_required=True),
            Field("id_type", "证件类型", level=3),
            Field("id_no", "证件号码", rule=IDENTITY, level=3, limit=40),
            Field("no_id_reason", "无证件原因", level=3),
            Field("tags", "须保密的标签", SET, Rule.set, keys=("code",), level=3),
            Field("health_note", "健康", rule=TEXT, level=3, limit=2000),
            _MERGED_L3,
        ),
    ),
)
