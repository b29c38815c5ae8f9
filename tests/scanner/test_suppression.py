"""Suppressions in a scan: exactly the findings they name are silenced, and nothing vanishes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.scanner import engine, ruleset
from app.scanner.document import Draft, Format, Page, parse
from app.scanner.engine import Depth, scan
from app.scanner.finding import CODES, Finding, Severity
from app.scanner.gather import LIMIT
from app.scanner.normalize import packed
from app.scanner.relevance import Duties
from app.scanner.report import ScanReport
from app.scanner.suppression import Suppressed, Suppression, compared, suppressible

RULES = ruleset.load()
DAY = date(2027, 3, 31)
SILENCED = Suppression("s1", "POL-04", "hmt-wording", Severity.BLOCK, "台湾政府", DAY)
SLIP = "请不要使用“台湾政府”这一提法。"
PIECES = (
    *(
        "台湾政府",
        "台.湾 政府",
        "香港政府",
        "登陆网站",
        "帐号",
        "账号",
        "《",
        "考核考核",
        "XX单位",
        "！！！！",
    ),
    *("13800138000", "11010519491231002X", "机密★一年", "2021年2月30日", "http://t.cn/x"),
    *("😀", "\n", "，", "。", "与", "地震", "死亡3人"),
)


def hears(
    body: str, *suppressions: Suppression, account: str | None = None, depth: Depth = "fast", **more: Any
) -> ScanReport:
    """The scan of a body with these suppressions in force."""
    duties = Duties(account=account) if account else None
    return scan(Draft(body, **more), RULES.suppressing(suppressions), duties, depth)


def texts(found: Sequence[Finding | Suppressed]) -> list[str]:
    return [each.text for each in found]


def test_a_suppressed_finding_counts_no_more_but_stands_apart() -> None:
    plain, report = hears(SLIP), hears(SLIP, SILENCED)
    (finding,) = plain.findings
    assert (plain.verdict, plain.level, plain.suppressed) == ("block", "critical", ())
    assert (report.verdict, report.level, report.findings) == ("pass", "general", ())
    assert report.as_dict()["suppressed"] == [
        {
            "suppression": "s1",
            "code": "POL-04",
            "rule": "hmt-wording",
            "field": "body",
            "start": finding.start,
            "end": finding.end,
            "text": "台湾政府",
            "until": "2027-03-31",
        }
    ]
    assert plain.as_dict()["suppressed"] == []


@pytest.mark.parametrize(
    ("format", "body"),
    [
        ("text", "台.湾 政府"),
        ("text", "台\u200b湾政府"),
        ("html", "台<b>湾</b>政府"),
        ("markdown", "**台**湾政府"),
    ],
)
def test_the_same_text_is_silenced_in_any_dress(format: Format, body: str) -> None:
    body = f"请不要使用“{body}”这一提法。"
    (finding,) = (each for each in hears(body, format=format).findings if each.code == "POL-04")
    report = hears(body, SILENCED, format=format)
    assert [(each.start, each.end) for each in report.suppressed] == [(finding.start, finding.end)]
    assert "POL-04" not in {each.code for each in report.findings}


@pytest.mark.parametrize("body", ["香港政府", "台湾国", "台湾的政府"])
def test_no_other_text_is_silenced(body: str) -> None:
    plain, report = hears(f"不用“{body}”一词。"), hears(f"不用“{body}”一词。", SILENCED)
    assert report.findings == plain.findings
    assert not report.suppressed


@pytest.mark.parametrize(
    ("change", "silenced"),
    [
        ({}, True),
        ({"rule": "wrong-terms"}, False),
        ({"code": "POL-03"}, False),
        ({"severity": Severity.WARN}, False),
        ({"account": "wechat"}, True),
        ({"account": "weibo"}, False),
        ({"before": "使用“"}, True),
        ({"before": "使用"}, False),
        ({"before": "请请不要使用“"}, False),
        ({"after": "”这一"}, True),
        ({"after": "这一"}, False),
        ({"before": "使用“", "after": "”这"}, True),
    ],
)
def test_it_silences_only_where_everything_fits(change: dict[str, Any], silenced: bool) -> None:
    one = replace(SILENCED, **change)
    assert bool(hears(SLIP, one, account="wechat").suppressed) is silenced


def test_without_an_account_only_what_holds_everywhere_is_silenced() -> None:
    assert hears(SLIP, replace(SILENCED, account="wechat")).findings
    assert not hears(SLIP, SILENCED).findings


def test_what_was_suppressed_as_a_hint_is_heard_again_when_it_blocks() -> None:
    body = "本局帐号已更换，新账号如下。"
    (hint,) = (each for each in hears(body).findings if each.code == "TXT-08")
    one = Suppression("s1", hint.code, hint.rule, hint.severity, "帐号", DAY)
    assert hears(body, one).suppressed
    assert not hears(body, replace(one, severity=Severity.HINT)).findings
    assert hears(SLIP, replace(SILENCED, severity=Severity.HINT)).findings


@pytest.mark.parametrize(
    ("body", "code", "text"),
    [
        ("身份证号：11010519491231002X。", "PRI-01", "11010519491231002x"),
        ("机密★一年", "SEC-01", "机密★一年"),
        ("机密★一年", "SEC-01", "机密一年"),
    ],
)
def test_secrets_and_personal_data_are_never_silenced(body: str, code: str, text: str) -> None:
    plain = hears(body)
    (finding,) = (each for each in plain.findings if each.code == code)
    one = Suppression("s1", code, finding.rule, Severity.HINT, text, DAY)
    assert hears(body, one, replace(one, severity=Severity.BLOCK)).findings == plain.findings


def test_which_codes_can_be_suppressed() -> None:
    never = {code for code in CODES if not suppressible(code)}
    assert never == {"SEC-01", "SEC-02", "SEC-03", "SEC-04", "PRI-01", "PRI-02", "PRI-04", "REL-01"}
    assert never >= {code for code, facts in CODES.items() if not facts.overridable}


def test_where_letters_and_digits_stand_marks_count() -> None:
    assert compared("台.湾 政府") == compared("台湾政府")
    assert compared("2021-1-11") != compared("2021-11-1")
    assert compared("http://a.cn/b") != compared("http://a.cnb")
    assert compared("ＨＴＴＰ://a.cn/b") == compared("http://a.cn/b")


def test_an_address_inside_the_markup_is_silenced_by_what_the_source_says() -> None:
    body = '<p>请<a href="http://t.cn/x">点此</a>，或<a href="http://t.cn/y">点此</a>。</p>'
    link = Suppression("s1", "LNK-03", "unknown-link", Severity.WARN, "http://t.cn/x", DAY)
    report = hears(body, link, format="html")
    assert texts(report.suppressed) == ["http://t.cn/x"]
    assert "http://t.cn/y" in texts(report.findings)


def test_of_several_that_fit_the_one_that_lasts_longest_is_named() -> None:
    later = replace(SILENCED, id="s0", until=date(2027, 4, 1), account="wechat")
    for order in itertools.permutations(
        (SILENCED, later, replace(SILENCED, id="s2", until=date(2027, 1, 1)))
    ):
        (one,) = hears(SLIP, *order, account="wechat").suppressed
        assert (one.suppression, one.until) == ("s0", later.until)
        assert hears(SLIP, *order).suppressed[0].suppression == "s1"


def test_a_rule_with_more_findings_than_a_report_holds_is_not_silenced() -> None:
    few, many = (hears("台湾政府。" * times, SILENCED) for times in (LIMIT, LIMIT + 1))
    assert (few.verdict, len(few.suppressed), len(few.findings)) == ("pass", LIMIT, 0)
    assert (many.verdict, len(many.suppressed), len(many.findings)) == ("block", 0, LIMIT)
    # Otherwise so many that are silenced would hide one that is not.
    hidden = hears("台湾政府。" * (LIMIT + 1) + "香港政府。", SILENCED)
    assert hidden.verdict == "block"


def test_offsets_in_utf16_units_hold_for_what_is_suppressed() -> None:
    draft = Draft("😀" + SLIP, title="台湾政府")
    report = scan(draft, RULES.suppressing([SILENCED])).in_utf16(draft)
    sources = {"title": draft.title, "body": draft.body}
    units = {name: source.encode("utf-16-le") for name, source in sources.items()}
    assert len(report.suppressed) == 2
    for each in report.suppressed:
        assert units[each.field][2 * each.start : 2 * each.end].decode("utf-16-le") == each.text


def test_nothing_is_looked_at_without_findings_or_without_suppressions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(engine, "suppress")
    assert not hears("市政务服务中心周六开放。", SILENCED).findings
    assert hears(SLIP).findings
    with pytest.raises(NameError):
        hears(SLIP, SILENCED)


def test_the_digest_is_of_the_suppressions_too_whatever_their_order() -> None:
    other = replace(SILENCED, id="s2", text="台湾国")
    digests = {RULES.suppressing(each).digest for each in itertools.permutations([SILENCED, other])}
    assert len(digests) == 1
    changes: list[dict[str, Any]] = [
        {"id": "s3"}, {"code": "POL-03"}, {"rule": "x"}, {"severity": Severity.WARN}, {"text": "台湾"},
        {"until": date(2027, 3, 30)}, {"account": "wechat"}, {"before": "甲"}, {"after": "甲"},
    ]  # fmt: skip
    digests |= {RULES.suppressing([replace(SILENCED, **change), other]).digest for change in changes}
    digests |= {RULES.digest, RULES.suppressing([SILENCED]).digest}
    assert len(digests) == len(changes) + 3
    assert RULES.suppressing([]) is RULES


@st.composite
def suppressions(draw: st.DrawFn, page: Page, findings: Sequence[Finding]) -> list[Suppression]:
    """Suppressions of some findings, each as it is, or slightly beside it."""
    fields = {field.name: field for field in page.fields}
    made = []
    for number, finding in enumerate(
        draw(st.lists(st.sampled_from(findings), min_size=1, max_size=4)) if findings else ()
    ):
        text = packed(fields[finding.field].text).text
        one = Suppression(
            id=f"s{number}",
            code=draw(st.sampled_from([finding.code] * 4 + ["TXT-01"])),
            rule=draw(st.sampled_from([finding.rule] * 4 + ["wrong-terms"])),
            severity=draw(st.sampled_from([finding.severity] * 3 + list(Severity))),
            text=compared(finding.text),
            until=draw(st.dates(DAY)),
            account=draw(st.sampled_from([None, None, "wechat", "weibo"])),
            before=draw(st.sampled_from(["", "", text[:1]])),
            after=draw(st.sampled_from(["", "", text[-1:]])),
        )
        made.append(one)
    return made


def fits(one: Suppression, finding: Finding, page: Page) -> bool:
    """What a suppression for the account wechat promises, said in other words than the scanner's."""
    if (one.code, one.rule) != (finding.code, finding.rule) or one.account == "weibo":
        return False
    if list(Severity).index(one.severity) > list(Severity).index(finding.severity):
        return False
    if finding.code[:3] in {"SEC", "REL"} or finding.code in {"PRI-01", "PRI-02", "PRI-04"}:
        return False
    (text,) = (field.text for field in page.fields if field.name == finding.field)
    before, after = packed(text[: finding.start]).text, packed(text[finding.end :]).text
    return one.text == compared(finding.text) and before.endswith(one.before) and after.startswith(one.after)


@given(data=st.data(), body=st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(deadline=None)
def test_a_scan_loses_exactly_what_is_suppressed(data: st.DataObject, body: str) -> None:
    draft, duties = Draft(body, title="关于帐号"), Duties(account="wechat")
    plain, page = scan(draft, RULES, duties, "fast"), parse(draft)
    chosen = data.draw(suppressions(page, plain.findings))
    report = scan(draft, RULES.suppressing(chosen), duties, "fast")
    gone = [finding for finding in plain.findings if any(fits(one, finding, page) for one in chosen)]
    assert report.findings == tuple(finding for finding in plain.findings if finding not in gone)
    places = [
        (each.code, each.rule, each.field, each.start, each.end, each.text) for each in report.suppressed
    ]
    assert places == [(each.code, each.rule, each.field, each.start, each.end, each.text) for each in gone]
    severities = {finding.severity for finding in report.findings}
    verdicts = {Severity.BLOCK: "block", Severity.WARN: "warn"}
    assert report.verdict == next((verdicts[each] for each in verdicts if each in severities), "pass")
    assert (report.not_run, report.relevance) == (plain.not_run, plain.relevance)
    need_level_of_the_rest(plain, report, gone)


def need_level_of_the_rest(plain: ScanReport, report: ScanReport, gone: Sequence[Finding]) -> None:
    """The level is as the text and the findings that are left make it."""
    raised = {reason.rule.removeprefix("finding-") for reason in report.level_reasons} & CODES.keys()
    assert raised <= {finding.code for finding in report.findings}
    if not {finding.code for finding in gone} & {
        reason.rule.removeprefix("finding-") for reason in plain.level_reasons
    }:
        assert (report.level, report.level_reasons) == (plain.level, plain.level_reasons)
    if any(finding.severity is Severity.BLOCK for finding in report.findings):
        assert report.level != "general"
