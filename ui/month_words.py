"""The words of the month's page: its figures and lists, and the lines for the wall."""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.domain.reasons import day_text
from fieldapp.queries.month_page import MonthCampaign, MonthPage

CUT = "沿虚线剪开，下面的可以贴出去。"
MOST_CAMPAIGNS, MOST_SAID, LONGEST_SAID = 5, 8, 60
_ON_THE_WALL = frozenset({"民生诉求", "安全隐患", "政策反映", "好人好事"})
"""Of what was heard only this: quarrels, care and families are nobody else's."""
_PARTS = (
    ("met", "见到"),
    ("phoned", "电话"),
    ("no_answer", "无人"),
    ("refused", "拒访"),
    ("other", "别的结果"),
    ("not_yet", "还没去"),
)


def month_title(page: MonthPage) -> str:
    """Name the month: 2026年11月."""
    return f"{page.first.year}年{page.first.month}月"


def file_name(page: MonthPage) -> str:
    """Propose a name for the file."""
    return f"{page.place.replace(' ', '')}-{page.month}.pdf"


def basis(page: MonthPage) -> str:
    """Say up to which day was counted, and that nobody typed the figures."""
    return f"到{day_text(page.until)}。数从记录算出，不用填。自己留着看，别外传。"


def figures(page: MonthPage) -> list[tuple[str, str, str]]:
    """Give the four figures: title, count, note."""
    found = page.figures
    return [
        ("应访", f"{found.due.count} 户", "本月该见到的"),
        ("敲过门", f"{found.knocked.count} 户", _of(found.knock_rate)),
        ("联系上", f"{found.contacted.count} 户", _of(found.contact_rate)),
        ("还没联系上", f"{found.left.count} 户", "名单在“覆盖”里"),
    ]


def _of(rate: str) -> str:
    return f"应访的 {rate}" if rate else ""


def shares(page: MonthPage) -> list[tuple[str, float]]:
    """Give the parts of the bar, each with its share."""
    total = page.figures.due.count
    counts = [(key, getattr(page.figures, key).count) for key, _ in _PARTS]
    return [(key, count / total) for key, count in counts if count]


def parts(page: MonthPage) -> str:
    """Say the parts of the bar in its order: 见到 110 户，还没去 1 户."""
    counts = [(word, getattr(page.figures, key).count) for key, word in _PARTS]
    return "，".join(f"{word} {count} 户" for word, count in counts if count)


def campaigns(page: MonthPage) -> list[str]:
    """Give a line for each campaign, the newest where there are many."""
    shown = page.campaigns[-MOST_CAMPAIGNS:]
    lines = [f"{one.title}，{_days(one)}：{_count(one)}" for one in shown]
    earlier = len(page.campaigns) - len(shown)
    if earlier:
        lines.append(f"还有更早的 {earlier} 次。")
    return lines or ["这个月没有走访行动。"]


def _days(one: MonthCampaign) -> str:
    begins = day_text(one.from_on)
    if one.until_on is None:
        return f"{begins}起"
    return begins if one.until_on == one.from_on else f"{begins}到{day_text(one.until_on)}"


def _count(one: MonthCampaign) -> str:
    if one.left == 0:
        return f"{one.total} 户都见到了"
    return f"{one.total} 户，还剩 {one.left} 户"


def promises(page: MonthPage, shown: int) -> list[str]:
    """Say how many were made, kept and wait; then the oldest that wait, as many as are shown."""
    if not page.made and not page.kept and not page.open:
        return ["这个月没有答应下的事。"]
    lines = [f"这个月答应 {page.made} 件，办好 {len(page.kept)} 件，现在还有 {len(page.open)} 件。"]
    lines += [
        f"· {one.door}，{day_text(one.made_on)}：{_short(one.text)}" for one in page.open[:shown]
    ]
    rest = len(page.open) - shown
    if rest > 0:
        lines.append(f"{'另有' if shown else '这'} {rest} 件，在各户里看。")
    return lines


def heard(page: MonthPage) -> list[str]:
    """Say how many entries were handed in, and what they were about."""
    if not page.entries:
        return ["这个月还没有交来的日记。"]
    about = "，".join(f"{word} {count} 篇" for word, count in page.heard)
    return [f"交来 {page.entries} 篇" + (f"：{about}" if about else "") + "。"]


def wall(page: MonthPage) -> Iterator[str]:
    """Give the lines for the wall; those that were added are cut to what fits."""
    found = page.figures
    yield f"这个月敲了 {found.knocked.count} 户的门，联系上 {found.contacted.count} 户。"
    for one in [one for one in page.campaigns if one.on_wall][-2:]:
        yield f"{one.on_wall}：{_count(one)}。"
    if page.kept or page.open:
        yield f"答应大家的事，这个月办好 {len(page.kept)} 件，还有 {len(page.open)} 件在办。"
    about = [f"{word} {count} 件" for word, count in page.heard if word in _ON_THE_WALL]
    if about:
        yield f"大家说得多的：{'，'.join(about)}。"
    for line in page.said[:MOST_SAID]:
        yield f"· {_short(line)}"
    yield "还有要说的，跟网格员说一声，或者到社区来。"


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST_SAID else bare[: LONGEST_SAID - 1] + "…"


def spoken(page: MonthPage) -> str:
    """Say the page in one breath, for who does not see it."""
    counts = "，".join(f"{title} {count}" for title, count, _ in figures(page))
    lines = [*campaigns(page), *promises(page, 0), *heard(page), "问题回音壁", *wall(page)]
    return "\n".join([f"{page.place} {month_title(page)}", counts, *lines])
