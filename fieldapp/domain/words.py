"""The Chinese word of every code that a screen or a command shows: one word per idea."""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.domain.issue_words import CATEGORY, DEED, ORIGIN, RATING, STATE

OUTCOME: Mapping[str, str] = {
    "met": "见到",
    "met_other": "家人代述",
    "no_answer": "无人",
    "refused": "拒访",
    "declined_info": "不便多说",
    "moved_out": "已搬走",
    "vacant": "空置",
    "wrong_door": "地址不对",
    "not_safe": "没进去",
    "deceased": "得知去世",
}
"""Outcomes in the order of their buttons and digits."""
OUTCOME_MARK: Mapping[str, str] = {
    "met": "met",
    "met_other": "met",
    "no_answer": "away",
    "refused": "refused",
    "declined_info": "refused",
    "moved_out": "vacant",
    "vacant": "vacant",
    "wrong_door": "away",
    "not_safe": "away",
    "deceased": "away",
}
"""The mark of an outcome, the same in a cell, a list and a card."""
MODE: Mapping[str, str] = {
    "door": "敲门",
    "phone": "电话",
    "video": "视频",
    "met_on_street": "路上遇到",
    "visitor_came": "来访",
    "relative_reported": "家人来说",
}
SEX: Mapping[str, str] = {"1": "男", "2": "女", "0": "未知", "9": "未说明"}
RESIDENCE: Mapping[str, str] = {
    "usual_local": "常住户籍",
    "usual_other": "常住非户籍",
    "migrant": "流动",
    "away": "外出",
    "paper": "空挂",
    "overseas": "境外",
}
LIFE: Mapping[str, str] = {
    "living": "在世",
    "reported_deceased": "据报去世",
    "deceased": "去世",
    "missing": "失联",
    "unknown": "不清楚",
}
HOUSEHOLD_KIND: Mapping[str, str] = {
    "family": "家庭户",
    "collective": "集体户",
    "tenant": "租住户",
    "paper": "空挂户",
    "mismatch": "人户分离户",
    "away": "外出户",
}
HOUSEHOLD_STATUS: Mapping[str, str] = {
    "active": "在住",
    "moved_out": "已迁出",
    "split": "已分户",
    "merged": "已合户",
    "demolished": "已拆除",
    "duplicate": "重复",
}
USE: Mapping[str, str] = {
    "own": "自住",
    "rented": "出租",
    "shared_rental": "群租",
    "vacant": "空置",
    "shop": "商用",
    "unsafe": "危房",
    "building": "在建",
    "demolished": "拆除",
}
RELATION: Mapping[str, str] = {
    "01": "本人", "02": "户主", "10": "配偶", "11": "夫", "12": "妻", "20": "儿子", "21": "独生子",
    "22": "长子", "23": "次子", "24": "三子", "25": "四子", "26": "五子", "27": "养子或继子",
    "28": "女婿", "29": "其他儿子", "30": "女儿", "31": "独生女", "32": "长女", "33": "次女",
    "34": "三女", "35": "四女", "36": "五女", "37": "养女或继女", "38": "儿媳", "39": "其他女儿",
    "40": "孙辈", "41": "孙子", "42": "孙女", "43": "外孙子", "44": "外孙女", "50": "父母",
    "51": "父亲", "52": "母亲", "53": "公公", "54": "婆婆", "55": "岳父", "56": "岳母",
    "57": "继父或养父", "58": "继母或养母", "60": "祖辈", "70": "兄弟姐妹", "71": "兄",
    "72": "嫂", "73": "弟", "74": "弟媳", "75": "姐", "76": "姐夫", "77": "妹", "80": "其他",
    "97": "其他亲属", "99": "非亲属",
}  # fmt: skip
"""Relation to the head of household, GB/T 4761-2008."""
OFFERED_RELATIONS = ("02", "10", "20", "30", "51", "52", "28", "38", "41", "42", "97", "99")
"""The twelve on the first page; the rest are behind 更多."""
BUILDING_KIND: Mapping[str, str] = {
    "tower": "塔楼",
    "block": "板楼",
    "street": "沿街",
    "flat": "平房",
}

PROPERTY_MODE: Mapping[str, str] = {
    "company": "物业公司",
    "state_owned": "国企代管",
    "self_managed": "社区自管",
    "none": "没有物业",
}
"""Who minds a compound (docs/domain.md, places)."""

_STATE: Mapping[str, str] = {str(code): word for code, word in STATE.items()}

CHOICES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("visit", "outcome"): OUTCOME,
    ("visit", "mode"): MODE,
    ("resident", "sex"): SEX,
    ("resident", "residence_type"): RESIDENCE,
    ("resident", "life_status"): LIFE,
    ("resident", "birth_precision"): {
        "day": "到日",
        "month": "到月",
        "year": "到年",
        "unknown": "不清楚",
    },
    ("household", "kind"): HOUSEHOLD_KIND,
    ("household", "status"): HOUSEHOLD_STATUS,
    ("member", "relation_code"): RELATION,
    ("dwelling", "use"): USE,
    ("building", "kind"): BUILDING_KIND,
    ("compound", "property_mode"): PROPERTY_MODE,
    ("handover", "side"): {"gives": "交", "takes": "接"},
    ("issue", "category"): CATEGORY,
    ("issue", "origin"): ORIGIN,
    ("issue_step", "deed"): {str(code): word for code, word in DEED.items()},
    ("issue_step", "from_state"): _STATE,
    ("issue_step", "to_state"): _STATE,
    ("issue_step", "rating"): RATING,
}
"""Kind and field → code → word, for forms and for values typed as words."""


def word_of(kind: str, field: str, value: object) -> str:
    """Give the word for a code; the code itself where there is none."""
    return CHOICES.get((kind, field), {}).get(str(value), str(value))


def code_of(kind: str, field: str, typed: str) -> str:
    """Give the code for a word or a code that was typed; unknown text comes back as it is."""
    words = CHOICES.get((kind, field), {})
    if typed in words:
        return typed
    return next((code for code, word in words.items() if word == typed), typed)


def offered(words: Mapping[str, str]) -> tuple[str, ...]:
    """List each code with its word, as a refusal offers them."""
    return tuple(f"{code} {word}" for code, word in words.items())
