"""What the office has suppressed is silent in files too, remarks on the file itself among it."""

from __future__ import annotations

from datetime import date

from app.files.report import precheck_file
from app.rulesets.base import Base
from app.scanner.finding import Severity
from app.scanner.suppression import Suppression
from tests.files.making import docx, p, r, read

HIDDEN = docx(p("通知", inside=r("内部口径", "<w:vanish/>")) + p("请登陆网站。"))


def test_a_remark_on_a_file_may_be_suppressed(base: Base) -> None:
    silent = Suppression("s1", "TXT-06", "hidden-text", Severity.WARN, "内部口径", date(2027, 3, 31))
    document = read("a.docx", HIDDEN)
    before = precheck_file(document, base.ruleset)
    after = precheck_file(document, base.ruleset.suppressing([silent]))
    assert "hidden-text" in {finding["rule"] for finding in before["findings"]}
    assert "hidden-text" not in {finding["rule"] for finding in after["findings"]}
    (one,) = after["suppressed"]
    assert (one["suppression"], one["rule"], one["text"]) == ("s1", "hidden-text", "内部口径")
    assert document.text[one["start"] : one["end"]] == "内部口径"
    assert len(after["findings"]) == len(before["findings"]) - 1


def test_another_text_or_a_heavier_finding_is_not(base: Base) -> None:
    document = read("a.docx", HIDDEN)
    for text, severity in (("别的口径", Severity.WARN), ("内部口径", Severity.HINT)):
        other = Suppression("s1", "TXT-06", "hidden-text", severity, text, date(2027, 3, 31))
        report = precheck_file(document, base.ruleset.suppressing([other]))
        assert "hidden-text" in {finding["rule"] for finding in report["findings"]}
        assert report["suppressed"] == []
