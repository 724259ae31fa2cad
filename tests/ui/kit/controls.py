"""One of each control, as a page would write it, and how a screen reader should meet it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QAccessible

Role = QAccessible.Role


@dataclass(frozen=True, slots=True)
class Specimen:
    """A control in use. Without a role it is decoration and the reader passes over it."""

    control: str
    qml: str
    role: QAccessible.Role | None = None
    name: str = ""
    is_touched: bool = False

    def __str__(self) -> str:
        return self.control


def _button(control: str, properties: str, name: str, role: Role = Role.Button) -> Specimen:
    return Specimen(control, f"{control} {{ {properties} }}", role, name, is_touched=True)


def _read(control: str, properties: str, name: str, role: Role = Role.StaticText) -> Specimen:
    return Specimen(control, f"{control} {{ {properties} }}", role, name)


def _mute(control: str, properties: str = "") -> Specimen:
    return Specimen(control, f"{control} {{ {properties} }}")


PLACES = '[{ key: "a", text: "今天", icon: "today" }, { key: "b", text: "同步", icon: "sync" }]'

SPECIMENS = (
    _button("PrimaryButton", 'text: "敲门"; glyph: "knock"', "敲门"),
    _button("FieldButton", 'text: "无人"; glyph: "mark-away"; keyCap: "3"', "无人"),
    _button("Button", 'text: "打电话"; compact: true', "打电话"),
    _button("TextLink", 'text: "谁改过什么"; trailing: "forward"', "谁改过什么"),
    _button("IconButton", 'text: "返回"; glyph: "back"', "返回"),
    _button("FilterChip", 'text: "独居"; count: "14"', "独居 14"),
    _button("MaskChip", 'text: "1 项已遮，点开看"', "1 项已遮，点开看"),
    _button("FigureCard", 'text: "应访"; figure: "112"', "应访 112 户，"),
    _button("PadKey", 'text: "1"', "1"),
    _button("Touchable", 'text: "空"', "空"),
    _button("PhotoTile", 'text: "已存本机"; here: false', "已存本机"),
    _button("NavItem", 'text: "同步"; badge: "6"', "同步，6 条", Role.PageTab),
    _button(
        "DoorCell",
        'number: "502"; surname: "高"; marks: ["独"]; standing: "overdue"; selected: true',
        "502，高，独，超了，已选",
    ),
    _button(
        "ListRow",
        'lead: "3-502"; title: "高玉芬"; detail: "独居"',
        "3-502，高玉芬，独居",
        Role.ListItem,
    ),
    _button("TallRow", 'title: "高玉芬"; detail: "独居"', "高玉芬，独居", Role.ListItem),
    _button("TickRow", 'title: "问供热站"', "问供热站", Role.CheckBox),
    _button("TickBox", 'text: "办了"', "办了", Role.CheckBox),
    _button("StopRow", 'title: "石碾东"; people: "石望"', "石碾东，石望", Role.ListItem),
    _button("Select", 'model: ["乙1", "甲2"]; spoken: "哪一栋"', "哪一栋", Role.ComboBox),
    _button("TextField", 'spoken: "叫什么"', "叫什么", Role.EditableText),
    _button("TextArea", 'placeholderText: "一句话"', "一句话", Role.EditableText),
    _button("SearchField", 'spoken: "找人"', "找人", Role.EditableText),
    _read("Label", 'text: "字"', "字"),
    _read("MarkLabel", 'text: "字"', "字"),
    _read("SmallLabel", 'text: "字"', "字"),
    _read("BodyLabel", 'text: "字"', "字"),
    _read("ReadingLabel", 'text: "字"', "字"),
    _read("HeadingLabel", 'text: "字"', "字", Role.Heading),
    _read("TitleLabel", 'text: "字"', "字", Role.Heading),
    _read("FigureLabel", 'text: "字"', "字"),
    _read("SpanLabel", 'spans: [{ text: "<给> " }, { text: "@4", link: "4" }]', "<给> @4"),
    _read("Tag", 'text: "独居"', "独居"),
    _read("KeyHint", 'text: "J"', "J"),
    _read("StateMark", 'shape: "due"; text: "今天办"', "今天办"),
    _read("VisitMark", 'standing: "away"', "无人"),
    _read("RecordState", 'stage: "delivered"; detail: "照片 3/5"', "已送达，照片 3/5"),
    _read("GradeFlag", 'rank: 1; text: "红"', "红"),
    _read("Seal", "", "批示"),
    _read("GroupRow", 'title: "乙1"; note: "5 户"', "乙1 5 户", Role.Heading),
    _read("FactRow", 'label: "证件"; text: "没有"', "证件，没有", Role.Grouping),
    _read("UndoBar", 'lead: "已存"; text: "：见到"', "已存：见到", Role.Grouping),
    _read("ProgressBar", 'value: 0.5; text: "还剩 7 户"', "还剩 7 户", Role.ProgressBar),
    _read(
        "PartsBar", 'spoken: "见到 84"; parts: [{ share: 1, role: "met" }]', "见到 84", Role.Chart
    ),
    _read("Rail", f"items: {PLACES}; current: 'a'; height: 600", "去哪里", Role.PageTabList),
    _read("Bar", f"items: {PLACES}; current: 'a'; width: 600", "去哪里", Role.PageTabList),
    _read("LetterPad", "", "字母键", Role.Grouping),
    _read("PinPad", 'prompt: "按 PIN"', "按 PIN，已按 0 位，共 6 位", Role.Grouping),
    _read("Page", 'title: "今天"; width: 600; height: 400', "今天", Role.Pane),
    _read("Curtain", "drawn: true", "已遮住，点一下接着用", Role.Button),
    _mute("Avatar", 'text: "高"'),
    _mute("Banner", 'title: "要看一下"; Button { text: "自己改" }'),
    _mute("BottomSheet", 'open: true; BodyLabel { text: "字" }'),
    _mute("ButtonFace", 'text: "字"; glyph: "pen"; keyCap: "1"'),
    _mute("Card", 'BodyLabel { text: "字" }'),
    _mute("CardRowFace"),
    _mute("CellMark", 'text: "独"'),
    _mute("Divider"),
    _mute("DrawnBuilding"),
    _mute("EmptyState", 'title: "没有"; steps: [{ title: "一", detail: "", done: true }]'),
    _mute("Field", 'label: "叫什么"; problem: "少一个字"; TextField { spoken: "叫什么" }'),
    _mute("FocusRing"),
    _mute("Icon", 'name: "phone"'),
    _mute("NoticeLine", 'glyph: "hint"; text: "铃坏了"'),
    _mute("Pane", 'height: 400; BodyLabel { text: "字" } foot: Button { text: "见到" }'),
    _mute("ScrollList", 'model: 3; delegate: ListRow { title: "高" }'),
    _mute("ScrollPane", 'height: 100; BodyLabel { text: "字" }'),
    _mute("SectionHeading", 'title: "今天该去 9 户"; hint: "按楼走"'),
    _mute("Shell", f"items: {PLACES}; current: 'a'; width: 900; height: 700"),
    _mute("ThreeWay", 'value: "fine"; spoken: "身体"'),
    _mute("TickSquare", "ticked: true"),
    _mute("TopLine", 'title: "今天"; stateText: "离线"; width: 600'),
    _mute("TwoColumns", 'leftItems: BodyLabel { text: "字" } actions: Button { text: "去" }'),
)

# Popups and what belongs inside another control; both are tested where they work.
NOT_SPECIMENS = {"Theme", "Dialog", "PhotoView", "ScrollBar"}
