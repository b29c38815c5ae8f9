"""The measurement of false alarms, the check of lists against a corpus, and the statistic of clean prose."""

from __future__ import annotations

import lzma
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from app.cli import app
from app.errors import Invalid
from app.evaluation.false_alarms import Alarm, Judgement, Tally, Verdicts, measure, read_verdicts
from app.evaluation.samples import Source, sampled, sources
from app.evaluation.statistic import frequent
from app.scanner.clean import LONGEST, Statistic
from app.scanner.document import Draft
from app.scanner.finding import Severity
from app.scanner.segment import cut

CLEAN = "会议强调，要扎实推进各项工作，切实保障和改善民生。"
SLIP = "请登陆网站查询。"


def samples(folder: Path) -> Path:
    """A folder with every kind of sample: notices, a corpus, replies; and what is none."""
    (folder / "notice.txt").write_text(f"通知\n\n{SLIP}\n", encoding="gb18030")
    (folder / "page.html").write_text(f"<p>{CLEAN}</p>", encoding="utf-8")
    (folder / "README.md").write_text(SLIP, encoding="utf-8")
    (folder / "table.txt").write_text(f"{SLIP}\t1\n", encoding="utf-8")
    with lzma.open(folder / "corpus.txt.xz", "wt", encoding="utf-8") as corpus:
        corpus.write(f"{CLEAN}\n{SLIP}\n\n" * 3)
    (folder / "replies.tsv").write_text(f"题目\t{SLIP}\t{CLEAN}联系台湾政府。\n", encoding="utf-8")
    (folder / "other.tsv").write_text(f"a\tb\t{SLIP}\n", encoding="utf-8")
    return folder


def measured(source: Source, verdicts: Verdicts, limit: int | None = None) -> tuple[list[Alarm], Tally]:
    alarms: list[Alarm] = []
    for each in measure(source, verdicts, limit, jobs=1):
        if isinstance(each, Tally):
            return alarms, each
        alarms.append(each[0])
    raise AssertionError("a tally comes last")


def test_what_counts_as_a_source(tmp_path: Path) -> None:
    found = {source.name: list(source.drafts()) for source in sources([samples(tmp_path)])}
    notices = found.pop(tmp_path.name)
    assert [(draft.format, draft.body.strip()) for draft in notices] == [
        ("text", f"通知\n\n{SLIP}"),
        ("html", f"<p>{CLEAN}</p>"),
    ]
    assert [draft.body for draft in found.pop("corpus")] == [CLEAN, SLIP] * 3
    assert found.pop("replies") == [
        Draft(title="题目", body=f"{CLEAN}联系台湾政府。", kind="reply", question=SLIP)
    ]
    assert not found


def test_a_large_text_is_a_corpus_of_lines(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_text(f"{CLEAN}\n" * 2000, encoding="utf-8")
    (source,) = sources([tmp_path])
    assert source.name == "large"
    assert sum(1 for _ in source.drafts()) == 2000


def test_sources_that_are_missing_empty_or_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="文件不存在"):
        sources([tmp_path / "no"])
    with pytest.raises(Invalid, match="没有找到"):
        sources([tmp_path])
    with pytest.raises(Invalid, match="同名"):
        sources([samples(tmp_path), tmp_path])


def test_findings_are_false_until_somebody_judges_them(tmp_path: Path) -> None:
    (corpus,) = (source for source in sources([samples(tmp_path)]) if source.name == "corpus")
    alarms, tally = measured(corpus, {})
    assert [(alarm.rule, alarm.text, alarm.severity) for alarm in alarms] == [
        ("wrong-terms", "登陆", Severity.WARN)
    ] * 3
    assert tally.characters == corpus.characters() == 3 * (len(CLEAN) + len(SLIP))
    assert tally.false_rates() == (0.0, tally.per_article(3))
    assert not tally.reaches_goals()
    verdicts: dict[tuple[str, str], Judgement] = {("corpus", alarms[0].id): "slip"}
    _, judged = measured(corpus, verdicts)
    assert judged.count(Severity.WARN, judged=("slip",)) == 3
    assert judged.reaches_goals()
    _, elsewhere = measured(corpus, {("other", alarms[0].id): "slip"})
    assert not elsewhere.reaches_goals()


def test_a_sample_is_the_same_in_every_run_and_about_as_large_as_asked() -> None:
    drafts = [Draft(body=f"第{number}号文件") for number in range(2000)]
    once = list(sampled(drafts, 0.3))
    assert once == list(sampled(drafts, 0.3))
    assert 400 < len(once) < 800
    assert set(once) <= set(sampled(drafts, 0.5))
    assert list(sampled(drafts, 1)) == drafts


def test_the_limit_bounds_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_text(
        "".join(f"第{number}项，{CLEAN}\n" for number in range(2000)), encoding="utf-8"
    )
    (source,) = sources([tmp_path])
    _, tally = measured(source, {}, limit=6000)
    assert 3000 < tally.characters < 9000


def test_the_verdicts_hold_no_text() -> None:
    path = Path(read_verdicts.__code__.co_filename).with_name("verdicts.tsv")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert len(read_verdicts()) == len(rows)
    for source, id, rule, verdict in rows:
        assert (source + rule).replace("_", "").replace("-", "").isalnum()
        assert (source + rule).isascii()
        assert len(bytes.fromhex(id)) == 8
        assert verdict in {"slip", "false"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_the_command_prints_findings_and_figures_and_says_whether_goals_are_reached(tmp_path: Path) -> None:
    done = run("eval", "false-alarms", str(samples(tmp_path)), "--show", "unjudged", "--jobs", "2")
    assert done.exit_code == 1
    assert "【登陆】" in done.stdout
    assert "【台湾政府】" in done.stdout
    assert "hmt-wording" in done.stdout
    for word in ("corpus", "replies", "误报率", "目标"):
        assert word in done.stdout
    quiet = tmp_path / "quiet"
    quiet.mkdir()
    (quiet / "notice.md").write_text(CLEAN, encoding="utf-8")
    done = run("eval", "false-alarms", str(quiet), "--jobs", "1")
    assert done.exit_code == 0, done.output
    assert "【" not in done.stdout


HEAD = (
    'kind = "terms"\nname = "own"\ncode = "TXT-01"\nmessage = "错"\n[sources.s]\ntitle = "本单位"\n[terms]\n'
)


def test_a_list_that_would_cry_wolf_is_refused(tmp_path: Path) -> None:
    office = tmp_path / "office.toml"
    office.write_text(HEAD + '"管理" = { source = "s" }\n', encoding="utf-8")
    done = run("lexicon", "check", str(office))
    assert done.exit_code == 1
    assert "“管理”在约" in done.stdout
    office.write_text(HEAD + '"珮琉瑭琥" = { source = "s" }\n', encoding="utf-8")
    assert run("lexicon", "check", str(office)).exit_code == 0
    assert run("lexicon", "check", str(tmp_path)).exit_code == 0


def test_a_corpus_shows_what_the_statistic_does_not_know(tmp_path: Path) -> None:
    office, folder = tmp_path / "office.toml", tmp_path / "prose"
    folder.mkdir()
    office.write_text(HEAD + '"珮琉瑭琥" = { source = "s" }\n', encoding="utf-8")
    (folder / "notice.txt").write_text(f"{CLEAN}珮琉瑭琥项目开工。{SLIP}", encoding="utf-8")
    done = run("lexicon", "check", str(office), "--corpus", str(folder), "--jobs", "1")
    assert done.exit_code == 1
    assert "报出 1 处" in done.stdout
    assert "珮琉瑭琥" in done.stdout
    assert "登陆" not in done.stdout


def test_a_list_that_is_wrong_or_silences_shipped_rules_is_named(tmp_path: Path) -> None:
    office = tmp_path / "office.toml"
    office.write_text(HEAD + '"甲" = { source = "s" }\n', encoding="utf-8")
    wrong = run("lexicon", "check", str(office))
    assert isinstance(wrong.exception, Invalid)
    assert "office.toml:8" in str(wrong.exception)
    office.write_text(HEAD + '[allow]\n"登陆网站查询" = { source = "s" }\n', encoding="utf-8")
    assert isinstance(run("lexicon", "check", str(office)).exception, Invalid)
    assert isinstance(run("lexicon", "check", str(tmp_path / "no.toml")).exception, Invalid)


def naive(texts: list[str], least: int) -> dict[str, int]:
    """The same as `frequent`, by trying everything."""
    counts: Counter[str] = Counter()
    for text in texts:
        words = cut(text)
        runs = ("".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1))
        counts.update(run for run in runs if 2 <= len(run) <= LONGEST)
        for word in words:
            pieces = (word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1))
            counts.update(piece for piece in pieces if piece != word)
    return {run: count for run, count in counts.items() if count >= least}


@given(st.lists(st.text(st.sampled_from("市政府办公室工作会议的和"), max_size=12), max_size=8))
def test_frequent_runs_are_those_that_a_naive_count_finds(texts: list[str]) -> None:
    found, expected = frequent(texts, 2), naive(texts, 2)
    assert found.keys() <= expected.keys()
    assert all(expected[run] >= number for run, number in found.items())


def test_a_run_ends_at_a_mark() -> None:
    assert frequent(["工作，会议", "工作会议"] * 2, 2) == {"工作": 4, "会议": 4, "工作会议": 2}


@given(st.dictionaries(st.text(min_size=2, max_size=10), st.integers(4, 10**9), max_size=50))
def test_a_statistic_comes_back_from_its_file(runs: dict[str, int]) -> None:
    statistic = Statistic.unpack(Statistic.of(runs, 12345).pack())
    assert statistic.characters == 12345
    for count, right in zip(statistic.counts(runs), runs.values(), strict=True):
        assert right / 1.1 <= count <= right * 1.1 + 1
    assert statistic.counts(["这个词串不在其中"]) == [0]


def test_the_command_makes_a_statistic(tmp_path: Path) -> None:
    with lzma.open(tmp_path / "corpus.txt.xz", "wt", encoding="utf-8") as corpus:
        corpus.write(f"{CLEAN}\n" * 5)
    done = run("lexicon", "statistic", str(tmp_path), "-o", str(tmp_path / "own.bin"))
    assert done.exit_code == 0, done.output
    statistic = Statistic.unpack((tmp_path / "own.bin").read_bytes())
    assert statistic.counts(["保障和改善民生", "登陆"]) == [5, 0]
