"""The model of wording: its file, what it hears and does not, how it is made, and what must always hold."""

from __future__ import annotations

import lzma
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from app.cli import app
from app.evaluation.false_alarms import ruleset
from app.scanner.document import Draft, parse
from app.scanner.engine import Depth, scan
from app.scanner.level import Reason, training, wording
from app.scanner.level.training import SENSES, train
from app.scanner.level.wording import HEAD, SHIPPED, SHORTEST, SLOTS, Wording, shipped
from app.scanner.relevance.weights import ModelError

UNFORESEEN = "凌汛导致黄湾滩区堤段出险，600名党员干部上堤抢护。"
"""An event that no rule finds."""

EVENTS = ["昨夜河堤出险，抢护仍在进行。", "今晨厂房起火，伤者已送医。", "凌晨桥面断开，三车坠下。"] * 10
QUIET = ["公园的花开了，欢迎来看。", "图书馆周末举行读书活动。", "窗口服务时间有所调整。"] * 10


def reasons(body: str, title: str = "", depth: Depth = "fast") -> tuple[Reason, ...]:
    return scan(Draft(body=body, title=title), ruleset(()), depth=depth).level_reasons


def heard(body: str, title: str = "") -> bool:
    return "critical-by-wording" in {reason.rule for reason in reasons(body, title)}


def test_an_event_that_no_rule_foresaw_is_heard_and_says_that_a_model_judged() -> None:
    (reason,) = reasons(UNFORESEEN)
    assert reason.rule == "critical-by-wording"
    assert reason.evidence in UNFORESEEN
    assert "用语模型" in reason.clause


@pytest.mark.parametrize("depth", ["fast", "full"])
def test_fast_and_full_hear_the_same(depth: Depth) -> None:
    assert reasons(UNFORESEEN, depth=depth) == reasons(UNFORESEEN)


def test_it_is_heard_in_the_title_and_further_down_the_head() -> None:
    assert heard("详情见正文。", UNFORESEEN)
    assert heard("现将情况通报如下。\n" + UNFORESEEN)


@pytest.mark.parametrize(
    "title", ["全县举行防汛演练", "电影《大堤》首映", "网友您好！您的留言已收悉", "投诉大堤无人管理"]
)
def test_a_head_of_no_event_is_an_excuse(title: str) -> None:
    assert not heard(UNFORESEEN, title)


def test_how_a_notice_begins_is_no_event() -> None:
    assert not heard(
        "各县、区人民政府，市政府各部门、各直属机构：\n为贯彻落实上级意见，经市政府同意，现通知如下："
    )


@given(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))
def test_a_character_over_and_over_is_no_event(char: str) -> None:
    assert not heard("市政务服务中心周六照常开放。", char * 200)


def test_what_stands_below_the_head_is_left_to_the_rules() -> None:
    assert not heard("春天的公园很美。" * (HEAD // SHORTEST) + UNFORESEEN)


def test_where_a_rule_tells_the_event_the_model_is_not_asked() -> None:
    assert not heard(f"昨夜石溪镇发生山洪，造成4人遇难。{UNFORESEEN}")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_heard_within_its_head(title: str, body: str) -> None:
    for field in parse(Draft(body=body, title=title)).fields:
        for start, end, heaviest in shipped().grave(field):
            assert 0 <= start <= heaviest < end <= min(len(field.text), HEAD)
            assert end - start >= SHORTEST


@given(st.integers(1, 999), st.integers(1, 999))
def test_all_digits_are_one(one: int, other: int) -> None:
    table = np.zeros(SLOTS, np.int8)
    codes = [np.frombuffer(f"{number:03}人".encode("utf-32-le"), np.uint32) for number in (one, other)]
    ones, others = (wording.slots(each) for each in codes)
    assert all((table[a] == table[b]).all() and (a == b).all() for a, b in zip(ones, others, strict=True))


def test_the_file_is_small_and_keeps_the_model() -> None:
    data = SHIPPED.read_bytes()
    assert len(data) <= 400_000
    assert shipped().pack() == data
    assert Wording.unpack(data).sha256 == shipped().sha256


@pytest.mark.parametrize("at", [0, 20, -1])
def test_a_damaged_file_is_refused(at: int) -> None:
    data = bytearray(SHIPPED.read_bytes())
    data[at] ^= 1
    with pytest.raises(ModelError, match="分级用语模型文件损坏"):
        Wording.unpack(bytes(data))


@pytest.mark.parametrize(("content", "message"), [(b"rubbish", "损坏"), (None, "无法读取分级用语模型")])
def test_a_broken_model_is_named_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, message: str
) -> None:
    path = tmp_path / "wording.bin"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(wording, "SHIPPED", path)
    with pytest.raises(ModelError, match=message) as caught:
        shipped.__wrapped__()
    assert str(path) in str(caught.value)


def test_the_model_is_part_of_the_digest_of_a_ruleset(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.scanner.ruleset import build

    before = build([]).digest
    other = Wording.of(np.zeros(SLOTS, np.int8), 1.0, 1.0)
    monkeypatch.setattr(wording, "shipped", lambda: other)
    assert build([]).digest != before


def test_training_tells_events_and_gives_the_same_file_again() -> None:
    drafts = [(text, True) for text in EVENTS] + [(text, False) for text in QUIET]
    first, again = (train(drafts, QUIET, lambda text: False) for _ in range(2))
    assert first.wording.pack() == again.wording.pack()
    assert (first.false, first.clean) == (0.0, 0.0)
    (field,) = parse(Draft(body=EVENTS[0] + QUIET[0])).fields
    assert [(start, end) for start, end, _ in first.wording.grave(field)] == [(0, len(EVENTS[0]))]


def test_what_is_excused_sets_no_threshold() -> None:
    drafts = [(text, True) for text in EVENTS] + [(text, False) for text in (*QUIET, "昨夜河堤演练。")]
    strict = train(drafts, QUIET, lambda text: False).wording.threshold
    assert train(drafts, QUIET, lambda text: "演练" in text).wording.threshold <= strict


@pytest.mark.parametrize(("senses", "heard_as_fellow"), [('fire = ["起火", "爆燃"]', True), ("", False)])
def test_a_word_that_no_draft_has_is_heard_as_its_fellows_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, senses: str, heard_as_fellow: bool
) -> None:
    (tmp_path / "senses.toml").write_text(senses, "utf-8")
    monkeypatch.setattr(training, "SENSES", tmp_path / "senses.toml")
    drafts = [(text, True) for text in EVENTS] + [(text, False) for text in QUIET]
    _, (place,) = wording.slots(np.frombuffer("爆燃".encode("utf-32-le"), np.uint32))
    assert (train(drafts, QUIET, lambda text: False).wording.table[place] > 0) == heard_as_fellow


def test_a_draft_teaches_which_of_its_sentences_is_grave() -> None:
    mixed = ["".join((quiet, event, quiet)) for quiet, event in zip(QUIET, EVENTS, strict=True)]
    drafts = [(text, True) for text in mixed] + [(text, False) for text in QUIET]
    (field,) = parse(Draft(body=mixed[0])).fields
    start = len(QUIET[0])
    heard_there = [*train(drafts, QUIET, lambda text: False).wording.grave(field)]
    assert [(first, last) for first, last, _ in heard_there] == [(start, start + len(EVENTS[0]))]


def test_senses_are_lists_of_chinese_words_without_doubles() -> None:
    for words in tomllib.loads(SENSES.read_text("utf-8")).values():
        assert len(words) == len(set(words)) > 0
        assert all("\u4e00" <= char <= "\u9fff" for word in words for char in word)


def build(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["level", "build", *arguments])


def test_the_command_makes_the_model_without_the_sealed_cases(tmp_path: Path) -> None:
    lists = {"critical": EVENTS, "general": QUIET}
    text = "\n".join(f"{level} = {sorted(set(each))}" for level, each in lists.items())
    (tmp_path / "a_level.toml").write_text(text, "utf-8")
    (tmp_path / "a_level_sealed.toml").write_text("critical = 3", "utf-8")
    with lzma.open(tmp_path / "prose.txt.xz", "wt", encoding="utf-8") as file:
        file.writelines(f"{line}本月起执行。\n" for line in sorted(set(QUIET)))
    result = build(str(tmp_path), str(tmp_path), "-o", str(tmp_path / "model.bin"))
    assert result.exit_code == 0, result.output
    assert "样例 6 篇，正式文本 3 句" in result.output
    assert Wording.unpack((tmp_path / "model.bin").read_bytes()).sha256 in result.output


def test_the_command_needs_cases_and_prose(tmp_path: Path) -> None:
    assert build(str(tmp_path), str(tmp_path)).exit_code != 0
