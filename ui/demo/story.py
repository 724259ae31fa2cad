"""The story of 20 November 2026: snow, a cold flat, the diary, two words for one bell."""

from __future__ import annotations

from fieldapp.demo.rows import household_id
from fieldapp.queries.campaign_page import CampaignsQuery
from fieldapp.queries.diary import DiaryListQuery, NewReviewsQuery
from fieldapp.queries.issues import IssuesQuery
from ui.demo.community import SECRETARY, STAND_IN, WORKER
from ui.demo.player import Player
from ui.pictures import LANDSCAPE, PORTRAIT, AppDriver
from ui.viewmodels.issue_argument import new_issue

GAO, CHANG = "乙1-3-502", "4-1101"
HEARD = "屋里 15 度，暖气不热，老人不肯添麻烦。"
ANSWER = "今天请供热站上门，我来打电话。"


def play(player: Player) -> None:
    """Play all steps whose screens exist."""
    player.play("① 大雪，书记发起走访行动", campaign)
    player.play("① 两台平板离线出门，行动还剩 7 户", snow)
    player.play("　 装户图：哪些门还没去", doors)
    player.play("② 敲高玉芬家的门：见到，水暖有事", knock)
    player.play("③ 民情日记：写下，交给书记", diary)
    player.play("③ 书记批阅，离线写批示", review)
    player.play("③ 网格员看到批示，回话", answer)
    player.play("⑥ 两个人改同一户的敲门提示", clash)
    player.play("⑥ 选一处，能改回去", settle)
    player.play("⑧ 覆盖：每个数都能点开看名单", coverage)
    player.play("　 找：门号、拼音、电话尾号", search)
    player.play("　 同步：每一条在哪里", sync_page)
    player.play("　 没有网：用U盘带，书记代为转交", stick)
    player.play("　 柳沟村：按走的顺序", village)
    player.play("　 晚上和竖屏", other_lights)
    player.play("④ 事项：六单走到哪一步，在谁手里", issues)
    player.play("　 月底一页，印出来的样子", month_page)
    player.play("　 导入花名册：先看每一行会怎样", roster)


def campaign(player: Player) -> None:
    """The secretary starts the snow campaign with two taps; the tablets fetch it and go offline."""
    player.need("campaigns", "start_campaign")
    player.sync(SECRETARY)
    driver = player.window(SECRETARY)
    driver.go("today")
    driver.tap("startCampaign")
    player.picture(SECRETARY, "1-campaign-before-it-starts")
    driver.tap("startNow")
    player.picture(SECRETARY, "1-campaign-started")
    player.sync(SECRETARY, WORKER, STAND_IN)


def snow(player: Player) -> None:
    """Both tablets are offline; 今天 says what is left."""
    for key in (WORKER, STAND_IN):
        driver = player.window(key)
        driver.go("today")
    player.picture(WORKER, "1-today-in-the-snow")
    worker = player.window(WORKER)
    running = player.sessions[WORKER].desk.ask(CampaignsQuery()).result()
    worker.tap(f"campaign-{running[0].row.id}")
    player.picture(WORKER, "1-doors-the-campaign-has-left")


def doors(player: Player) -> None:
    """The grid drawn as it stands: a filter fades the other doors; the second tap logs."""
    driver = player.window(WORKER)
    driver.go("doors")
    driver.tap("filter-due")
    player.picture(WORKER, "1-doors-due")


def knock(player: Player) -> None:
    """Read the card, knock, log with one tap, tick a concern, write one line."""
    driver = player.window(WORKER)
    driver.go("today")
    driver.tap("goNext")
    player.picture(WORKER, "2-household-before-knocking")
    driver.tap("knock")
    driver.tap("outcome-met")
    driver.tap(f"{_heating(driver)}，有事")
    driver.type_text(HEARD, into="note")
    player.picture(WORKER, "2-knock-with-a-concern")


def diary(player: Player) -> None:
    """Write lines, offer the door after @, hand the page in; then the tablet finds a network."""
    player.need("diary")
    driver = player.window(WORKER)
    driver.go("diary")
    driver.tap("words-0")
    driver.type_text("@gyf")
    offer = f"offer-{household_id(GAO)}"
    driver.wait_for(lambda: driver.shows(offer), "the offered door")
    player.picture(WORKER, "3-diary-offers-the-door")
    driver.tap(offer)
    driver.type_text(HEARD)
    driver.tap("category-care")
    player.picture(WORKER, "3-diary-written")
    driver.tap("submit")
    player.picture(WORKER, "3-diary-handed-in")
    player.sync(WORKER)


def review(player: Player) -> None:
    """The secretary reads it on her laptop, writes under it without a network, then syncs."""
    player.need("review", "diary")
    player.sync(SECRETARY)
    driver = player.window(SECRETARY)
    driver.go("review")
    player.picture(SECRETARY, "3-review-queue")
    driver.tap(f"queue-{_handed_in(player)}")
    driver.type_text(ANSWER, into="reviewText")
    player.picture(SECRETARY, "3-review-written")
    driver.tap("reviewInstruct")
    player.sync(SECRETARY)


def answer(player: Player) -> None:
    """The worker syncs, sees the 批示 on 今天, opens it and answers."""
    player.need("review", "diary")
    player.sync(WORKER)
    driver = player.window(WORKER)
    driver.go("today")
    player.picture(WORKER, "3-review-on-today")
    found = player.sessions[WORKER].desk.ask(NewReviewsQuery()).result()
    newest = next(one for one in found if one.entry == _handed_in(player))
    driver.go("diary", newest.entry)
    driver.tap(f"done-{newest.review.id}")
    player.picture(WORKER, "3-review-answered")
    player.sync(WORKER, SECRETARY)


def clash(player: Player) -> None:
    """Both offline, both at 常福寿's door: two hints how to knock."""
    _edit_hint(player, STAND_IN, "门铃修好了，按铃")
    _edit_hint(player, WORKER, "门铃坏了，敲窗户")
    player.picture(WORKER, "6-hint-edited-offline")
    player.sync(STAND_IN, WORKER)
    player.need("conflicts")
    driver = player.window(WORKER)
    driver.go("conflicts")
    player.picture(WORKER, "6-conflict-card")


def settle(player: Player) -> None:
    """Take one's own words after all; the bar says until when that can be turned back."""
    player.need("conflicts")
    driver = player.window(WORKER)
    driver.go("conflicts")
    driver.tap("用我的")
    player.picture(WORKER, "6-conflict-settled")
    player.sync(WORKER, STAND_IN, SECRETARY)


def coverage(player: Player) -> None:
    """The secretary opens a figure, and the list behind it has as many rows."""
    player.need("coverage")
    player.sync(SECRETARY)
    driver = player.window(SECRETARY)
    driver.go("coverage")
    player.picture(SECRETARY, "8-coverage")
    driver.tap("figure-contacted")
    player.picture(SECRETARY, "8-coverage-behind-a-figure")


def search(player: Player) -> None:
    """Initials are enough."""
    player.need("search")
    driver = player.window(WORKER)
    driver.go("search")
    driver.type_text("wsz")
    player.picture(WORKER, "search-by-initials")


def sync_page(player: Player) -> None:
    """One more knock is waiting, and the page says so by name."""
    player.need("sync")
    driver = player.window(WORKER)
    driver.go("doors")
    driver.tap("log-no_answer")
    driver.go("sync")
    player.picture(WORKER, "sync-what-waits")


def stick(player: Player) -> None:
    """What waits goes out on a stick; the secretary's machine hands it on; the answer is read."""
    player.need("stick")
    worker = player.window(WORKER)
    folder = player.sessions[WORKER].home.path.parent / "U盘"
    folder.mkdir(exist_ok=True)
    worker.go("stick", f"export:{folder}")
    worker.tap("stickGo")
    _wait_for_stick(worker)
    player.picture(WORKER, "stick-exported")
    player.sync(SECRETARY)
    secretary = player.window(SECRETARY)
    secretary.app.set_offline(is_offline=False)
    secretary.go("stick", f"carry:{folder}")
    secretary.tap("stickGo")
    _wait_for_stick(secretary)
    secretary.app.set_offline(is_offline=True)
    player.picture(SECRETARY, "stick-handed-on")
    (answer,) = folder.glob("*-回信.gsb")
    worker = player.window(WORKER)
    worker.go("stick", f"import:{folder}")
    worker.tap(f"place-{answer.name}")
    _wait_for_stick(worker)
    player.picture(WORKER, "stick-answer-read")
    player.sync(WORKER)
    worker.go("sync")
    player.picture(WORKER, "sync-proven")


def _wait_for_stick(driver: AppDriver) -> None:
    driver.wait_for(lambda: driver.shows("stickResult"), "what came of it")
    driver.settle()


def village(player: Player) -> None:
    """The village in walking order, found by landmarks."""
    driver = player.window(WORKER)
    driver.go("doors")
    driver.tap("第三网格")
    driver.tap("柳沟网格")
    player.picture(WORKER, "village-in-walking-order")
    driver.tap("柳沟网格")
    driver.tap("第三网格")


def other_lights(player: Player) -> None:
    """Dark in the evening, upright in the hand, at 125 percent."""
    driver = player.window(WORKER)
    driver.go("today")
    driver.dress(light="dark")
    player.picture(WORKER, "today-in-the-dark")
    driver.dress(light="light")
    driver.resize(PORTRAIT)
    driver.go("doors")
    player.picture(WORKER, "doors-upright")
    driver.resize(LANDSCAPE)
    driver.dress(text_scale=1.25)
    driver.go("today")
    player.picture(WORKER, "today-at-125-percent")
    driver.dress(text_scale=1.0)


def issues(player: Player) -> None:
    """What was heard at the door becomes an issue; the secretary places it and reports it on."""
    player.need("issues")
    worker = player.window(WORKER)
    worker.go("issues", new_issue(household_id(GAO), "暖气不热，屋里 15 度"))
    worker.tap("category-livelihood")
    worker.tap("saveIssue")
    player.picture(WORKER, "4-issue-verified")
    player.sync(WORKER, SECRETARY)
    secretary = player.window(SECRETARY)
    issue = player.sessions[SECRETARY].desk.ask(IssuesQuery()).result().mine[-1].id
    secretary.go("issues", issue)
    for step in ("issueMain", "deed-report"):
        secretary.tap(step)
    secretary.type_text("明湖供热站", into="issueUnit")
    secretary.tap("issueMain")
    player.picture(SECRETARY, "4-issue-with-the-heating-works")
    player.sync(SECRETARY, WORKER)


def month_page(player: Player) -> None:
    """The sheet of paper that the month becomes."""
    player.need("month")
    driver = player.window(SECRETARY)
    driver.go("month")
    driver.wait_for(lambda: driver.find("monthPicture").implicitHeight() > 0, "the sheet")
    player.picture(SECRETARY, "month-page")


def roster(player: Player) -> None:
    """A small table with a person known, one new, one doubtful and a line that is nobody."""
    player.need("roster")
    table = player.sessions[WORKER].home.path.parent / "三网格名单.csv"
    table.write_text(_TABLE, encoding="utf-8")
    driver = player.window(WORKER)
    driver.go("roster", str(table))
    driver.tap("rosterGo")
    player.picture(WORKER, "roster-before-it-is-taken")


_TABLE = """姓名,性别,出生日期,楼栋,单元,房号,与户主关系,备注
高玉芬,女,1936-11-11,乙1,3,502,户主,爱听戏
高小示例,女,1966-02-03,乙1,3,502,女儿,
高大示例,男,05/06/1962,乙1,3,502,儿子,
合计,3,,,,,,
"""


def _heating(driver: AppDriver) -> str:
    """Find how the checklist calls the heating. Raises LookupError."""
    found = [word for word in driver.words() if "水暖" in word]
    if not found:
        raise LookupError("the heating on the checklist")
    return found[0]


def _handed_in(player: Player) -> str:
    """Give the entry that was handed in last."""
    found = player.sessions[WORKER].desk.ask(DiaryListQuery()).result()
    return next(row.entry for row in found if row.state != "draft")


def _edit_hint(player: Player, key: str, words: str) -> None:
    driver = player.window(key)
    driver.go("household", household_id(CHANG))
    driver.tap("editDoor")
    driver.replace_text(words, into="field-access_note")
    driver.tap("endEdit")
