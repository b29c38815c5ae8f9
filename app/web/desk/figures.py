"""The sections of the dashboard (统计): each a picture, and the table with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from app.db import now
from app.people.callers import PersonCaller
from app.review import statistics
from app.review.policy import READERS
from app.review.stages import STAGE_TITLES
from app.scanner.finding import CODES
from app.web.desk.charts import Bar, columns, stacked
from app.web.words import spent

PERIODS = {"4": "近 4 周", "12": "近 12 周", "52": "近一年"}
"""The periods that can be chosen, in weeks."""
AGES = ("4 小时内", "4 至 8 小时", "8 至 24 小时", "1 至 3 天", "3 天以上")
FAMILIES = {
    "POL": "政治表述",
    "LAW": "法律法规",
    "PCY": "政策与机构",
    "SEC": "保密",
    "PRI": "个人信息",
    "TXT": "文字",
    "ADV": "广告与引流",
    "LNK": "链接",
    "SRC": "转载来源",
    "REL": "职责相关",
    "TON": "语气",
    "IMG": "图片",
}
"""The families of codes, in the order in which they are shown."""
DRAWN = 12
"""Rules drawn in the picture; the table has more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a picture: its name, its bars, what they come to in words; `values` are the bars' own."""

    label: str
    bars: Sequence[Bar]
    text: str
    values: Sequence[object] = ()
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the dashboard. `keys` name the bars of each line by their places."""

    name: str
    title: str
    remark: str
    shape: str
    keys: Sequence[str]
    lines: Sequence[Line]
    head: Sequence[str]
    rows: Sequence[Sequence[object]]


Maker = Callable[[Session, PersonCaller, int], Section]


def waiting(db: Session, person: PersonCaller, _: int) -> Section:
    """What waits at which stage, how long."""
    stages = statistics.waiting(db, person.org)
    most = max(sum(each.ages) for each in stages)
    lines, rows = [], []
    for each in stages:
        total, title = sum(each.ages), f"待{STAGE_TITLES[each.stage]}"
        late = f"，其中已超时 {each.late} 件" if each.late else ""
        lines.append(Line(title, stacked(each.ages, most), f"{total} 件{late}", each.ages))
        rows.append((title, *each.ages, total, each.late, _hours(_age(each))))
    return Section(
        name="waiting",
        title="在办稿件",
        remark="现在等待审核的稿件，按等待时间从短到长排列。",
        shape="ages",
        keys=AGES,
        lines=lines,
        head=("环节", *AGES, "合计", "已超时", "等待最久（小时）"),
        rows=rows,
    )


def findings(db: Session, person: PersonCaller, weeks: int) -> Section:
    """Findings by family over time."""
    found = statistics.findings_by_week(db, person.org, weeks)
    first = statistics.first_day(weeks)
    days = [f"{first + n * timedelta(weeks=1):%m-%d}" for n in range(weeks)]
    shown = {title: found[family] for family, title in FAMILIES.items() if family in found}
    highest = max((max(counts) for counts in shown.values()), default=0)
    lines = [
        Line(title, columns(counts, highest), f"共 {sum(counts)} 处，本周 {counts[-1]} 处", counts)
        for title, counts in shown.items()
    ]
    return Section(
        name="findings",
        title="检查发现的问题",
        remark="稿件各版本检查出的问题，每列为一周（周一起），最右为本周；各类同一标尺。",
        shape="weeks",
        keys=[f"{day} 起一周" for day in days],
        lines=lines,
        head=("周一", *shown),
        rows=list(zip(days, *shown.values(), strict=True)),
    )


def alarms(db: Session, person: PersonCaller, weeks: int) -> Section:
    """The rate of false alarms, by rule."""
    found = statistics.alarms(db, person.org, statistics.first_day(weeks))
    lines = [
        Line(
            f"{CODES[each.code].title}（{each.rule}）",
            stacked((each.false,), each.disposed),
            f"误报率 {_share(each)}：处置 {each.disposed} 处，误报 {each.false} 处",
            (each.false,),
        )
        for each in found[:DRAWN]
        if each.false
    ]
    return Section(
        name="alarms",
        title="误报率",
        remark="审核人员处置过的问题中认定为误报的比例，按规则，误报多的在前；没有处置的问题不计。",
        shape="shares",
        keys=("误报",),
        lines=lines,
        head=("问题", "规则", "处置", "误报", "误报率"),
        rows=[(CODES[one.code].title, one.rule, one.disposed, one.false, _share(one)) for one in found],
    )


def returns(db: Session, person: PersonCaller, weeks: int) -> Section:
    """Returns by stage, and where to."""
    found = statistics.returns(db, person.org, statistics.first_day(weeks))
    most = max((each.count for each in found), default=0)
    named = [(f"{STAGE_TITLES[one.stage]}退回{_place(one)}", one.count) for one in found]
    return Section(
        name="returns",
        title="退回",
        remark="审核人员退回稿件的次数；规则更新后系统自动退回的不计。",
        shape="counts",
        keys=("退回",),
        lines=[Line(name, stacked((count,), most), f"{count} 次", (count,)) for name, count in named],
        head=("退回", "次数"),
        rows=named,
    )


def reasons(db: Session, person: PersonCaller, weeks: int) -> Section:
    """Returns by reason, where the same was given several times."""
    found = statistics.return_reasons(db, person.org, statistics.first_day(weeks))
    most = max((count for _, count in found), default=0)
    return Section(
        name="reasons",
        title="退回理由",
        remark=f"字句相同、至少用过 {statistics.SAID_AGAIN} 次的理由；只写过一两次的，请看各稿件的记录。",
        shape="counts",
        keys=("次数",),
        lines=[Line(reason, stacked((count,), most), f"{count} 次", (count,)) for reason, count in found],
        head=("理由", "次数"),
        rows=found,
    )


def turnaround(db: Session, person: PersonCaller, weeks: int) -> Section:
    """How long decisions took, by stage and, for those who may see it, by person."""
    found = statistics.turnarounds(db, person.org, statistics.first_day(weeks))
    if not person.roles & READERS:
        found = [each for each in found if each.person is None]
    longest = max((each.p90 for each in found), default=0)
    lines = [
        Line(
            each.person or STAGE_TITLES[each.stage],
            stacked((each.median, each.p90 - each.median), longest),
            f"典型用时 {spent(each.median)}，九成{_within(each.p90)}，共 {each.decisions} 次",
            (spent(each.median), spent(each.p90)),
            is_minor=each.person is not None,
        )
        for each in found
    ]
    rows = [
        (STAGE_TITLES[one.stage], one.person or "全部", one.decisions, _hours(one.median), _hours(one.p90))
        for one in found
    ]
    return Section(
        name="turnaround",
        title="审核用时",
        remark="从稿件到达该环节到作出决定。深色为典型用时（一半更快，一半更慢），到浅色末端为九成稿件的用时。",
        shape="spans",
        keys=("典型用时", "九成用时"),
        lines=lines,
        head=("环节", "人员", "次数", "典型（小时）", "九成（小时）"),
        rows=rows,
    )


MAKERS: dict[str, Maker] = {
    "waiting": waiting,
    "turnaround": turnaround,
    "returns": returns,
    "reasons": reasons,
    "alarms": alarms,
    "findings": findings,
}


def makers_for(person: PersonCaller) -> dict[str, Maker]:
    """The sections that a person may see: reasons speak of drafts, of which contributors read their own."""
    hidden = set() if person.roles & READERS else {"reasons"}
    return {name: maker for name, maker in MAKERS.items() if name not in hidden}


def _age(one: statistics.Waiting) -> float:
    return (now() - one.oldest).total_seconds() if one.oldest else 0


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:.1f}"


def _within(seconds: float) -> str:
    length = spent(seconds)
    return length if length.startswith("不到") else f"在 {length}内"


def _share(one: statistics.Alarms) -> str:
    return f"{one.false / one.disposed:.0%}"


def _place(one: statistics.Returned) -> str:
    return f"到{STAGE_TITLES[one.to]}" if one.to else "作者"
