"""Lexicon files: what is read from them, and how a wrong one is refused."""

import gc
import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner import ruleset
from app.scanner.finding import Severity
from app.scanner.lexicon import Lexicon, LexiconError, load

HEAD = """kind = "terms"
name = "sample"
code = "TXT-01"
message = "“{text}”应为“{use}”。"

[sources.own]
title = "样例"
date = "2026-01"

[terms]
"""


def read(*contents: str) -> Lexicon:
    return load((f"{number}.toml", content.encode()) for number, content in enumerate(contents))


def refusal(*contents: str) -> str:
    with pytest.raises(LexiconError) as caught:
        read(*contents)
    return str(caught.value)


def test_a_term_with_all_its_attributes() -> None:
    (term,) = read(
        HEAD + '"Ａ 甲.乙" = { use = ["丙", "丁"], source = "own", basis = "第3条", severity = "hint", '
        'message = "改用{use}", since = 2020-05-01, near = "ＡＢ", unless = ["戊"], negation = true }\n'
    ).terms
    assert (term.text, term.packed, term.use, term.basis) == ("Ａ 甲.乙", "a甲乙", ("丙", "丁"), "样例 第3条")
    assert (term.severity, term.message, term.since) == (Severity.HINT, "改用{use}", date(2020, 5, 1))
    assert (term.near, term.unless, term.negation) == (("ab",), ("戊",), True)
    assert (term.list.name, term.list.code) == ("sample", "TXT-01")


def test_the_same_list_as_json_says_the_same() -> None:
    entry = (
        '"甲乙" = { use = ["丙", "丁"], source = "own", severity = "hint", near = "戊", since = 2020-05-01 }'
    )
    data = tomllib.loads(HEAD + entry)
    content = json.dumps(data, default=str, ensure_ascii=False)
    assert list(load([("a.json", content.encode())]).terms) == list(read(HEAD + entry).terms)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"kind": "terms"', "a.json:1: JSON 格式有误"),
        ('{\n"kind": "terms",\n}', "a.json:2: JSON 格式有误"),
        ("[1]", "a.json:1: JSON 应是一个对象"),
        ('{"a": ' + "[" * 2000, "a.json:1: JSON 格式有误"),
        ('{"kind": "terms", "terms": {"甲乙": {}, "甲乙": {}}}', "a.json:“甲乙”: “甲乙”列了两次"),
        ('{"kind": ["terms"]}', "a.json:“kind”: kind 应为"),
        (json.dumps(tomllib.loads(HEAD) | {"code": ["TXT-01"]}), "a.json:“code”: 没有代码"),
    ],
)
def test_a_json_file_that_is_not_right_is_refused(content: str, message: str) -> None:
    with pytest.raises(LexiconError) as caught:
        load([("a.json", content.encode())])
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"use": "丙"}, "“甲乙”没有出处"),
        ({"use": "丙", "source": ["own"]}, "出处“['own']”未在"),
        ({"use": "丙", "source": "own", "since": "2020-13-01"}, "“甲乙”的 since 应是日期"),
        ({"use": "丙", "source": "own", "since": 2020}, "“甲乙”的 since 应是日期"),
        ({"use": "", "source": "own"}, "“甲乙”的 use 应是"),
    ],
)
def test_a_wrong_entry_of_a_json_file_is_named(entry: dict[str, object], reason: str) -> None:
    content = json.dumps(
        tomllib.loads(HEAD) | {"terms": {"丁戊": {"use": "丙", "source": "own"}, "甲乙": entry}}
    )
    with pytest.raises(LexiconError) as caught:
        load([("a.json", content.encode())])
    assert str(caught.value).startswith(f"a.json:“甲乙”: {reason}")
    assert (caught.value.line, caught.value.entry) == (0, "甲乙")


WORDS = st.text("甲乙丙丁戊己庚辛Ａb𠀀", min_size=2, max_size=6)


@given(st.dictionaries(WORDS, st.lists(WORDS, min_size=1, max_size=3), max_size=30))
def test_every_term_comes_back_as_it_was_listed(listed: dict[str, list[str]]) -> None:
    listed = {text.lower().replace("Ａ", "a"): use for text, use in listed.items()}
    entries = {text: {"use": use, "source": "own"} for text, use in listed.items()}
    terms = load([("a.json", json.dumps(tomllib.loads(HEAD) | {"terms": entries}).encode())]).terms
    assert len(terms) == len(listed)
    assert {term.text: list(term.use) for term in terms} == listed
    assert [term.packed for term in terms] == list(terms.packed())
    assert [terms[number].text for number in range(len(terms))] == list(listed)


def long_list(count: int) -> str:
    """A list that is parsed in pieces."""
    return HEAD + "".join(
        f'"甲{number}乙" = {{ use = "丙{number}", source = "own" }}\n' for number in range(count)
    )


def test_a_long_list_is_read_to_its_end_with_what_follows() -> None:
    lexicon = read(long_list(2500) + '[allow]\n"甲.丁" = { source = "own" }\n')
    assert [term.use for term in lexicon.terms] == [(f"丙{number}",) for number in range(2500)]
    assert lexicon.allowed == ("甲丁",)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('"戊己" = { source = "own"', "0.toml:2511: TOML"),
        ('"甲7乙" = { use = "丙", source = "own" }', "0.toml:2511: TOML"),
        ('"甲7 乙" = { use = "丙", source = "own" }', "0.toml:2511: 词条“甲7 乙”与 0.toml:18 的“甲7乙”重复"),
        ('[terms]\n"戊己" = { use = "丙", source = "own" }', "0.toml:2511: TOML"),
        ('"戊己" = { use = "丙", source = "none" }', "0.toml:2511: 出处“none”"),
    ],
)
def test_a_wrong_line_far_down_a_long_list_is_named(line: str, message: str) -> None:
    assert refusal(long_list(2500) + line + "\n").startswith(message)


def test_a_value_over_many_lines_is_no_end_of_a_list() -> None:
    uses = ",\n".join(f'"丙{number}"' for number in range(3000))
    (term,) = read(HEAD + f'"甲乙" = {{ use = [{uses}], source = "own" }}\n').terms
    assert len(term.use) == 3000
    message = 'message = """说明\n[terms]\n"丙丁" = "戊"\n"""'
    listed = read(long_list(1500).replace('message = "“{text}”应为“{use}”。"', message)).terms
    assert len(listed) == 1500
    assert listed[0].message == '说明\n[terms]\n"丙丁" = "戊"\n'


def test_the_collector_is_back_after_a_ruleset_that_is_wrong() -> None:
    with pytest.raises(LexiconError):
        ruleset.build([("a.toml", b"?")])
    assert gc.isenabled()


def test_a_folder_may_hold_toml_and_json(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HEAD + '"甲乙" = { use = "丙", source = "own" }\n', encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(tomllib.loads(HEAD) | {"name": "other"}), encoding="utf-8")
    (tmp_path / "notes.md").write_text("no lexicon", encoding="utf-8")
    assert sorted(name for name, _ in ruleset.read(tmp_path)) == ["a.toml", "b.json"]
    assert ruleset.load([tmp_path]).digest != ruleset.build([]).digest


def test_facts_are_gathered_from_all_kinds() -> None:
    source = '[sources.x]\ntitle = "样例"\n'
    lexicon = read(
        f'kind = "domains"\n{source}[known]\n"gov.cn" = {{ source = "x" }}\n[commercial]\n'
        '"Shop.com" = { source = "x", name = "商店" }\n[shorteners]\n"t.cn" = { source = "x" }\n',
        f'kind = "mixed"\n{source}[groups]\n"账号" = {{ other = ["帐号"], source = "x" }}\n',
        'kind = "divisions"\n[codes]\n"11" = "北京市"\n',
        'kind = "level"\nanything = 1\n',
    )
    facts = lexicon.facts
    assert facts.domains_known == {"gov.cn"}
    assert facts.domains_commercial == {"shop.com": "商店"}
    assert facts.shorteners == {"t.cn"}
    assert facts.mixed == (("账号", "帐号"),)
    assert facts.divisions == {"11": "北京市"}
    assert facts.vocab["level"]["anything"] == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('"甲乙" = { use = "丙" }', "没有出处"),
        ('"甲乙" = { use = "丙", source = "other" }', "出处“other”未在"),
        ('"甲乙" = { use = "丙", source = "own", colour = 1 }', "不认识的属性“colour”"),
        ('"甲 *" = { use = "丙", source = "own" }', "不足两个字"),
        ('"" = { use = "丙", source = "own" }', "不足两个字"),
        ('"甲\\n乙" = { use = "丙", source = "own" }', "换行"),
        ('"甲乙" = { use = "丙", source = "own", severity = "stop" }', "severity"),
        ('"甲乙" = { use = "丙", source = "own", since = "2020-01-01" }', "since"),
        ('"甲乙" = { use = "丙", source = "own", since = 2020-01-01T00:00:00 }', "since"),
        ('"甲乙" = { use = [1], source = "own" }', "use"),
        ('"甲乙" = { source = "own" }', "没有建议用语"),
        ('"甲乙" = { use = "丙", source = "own", message = "{who}" }', "{text}"),
        ('"甲乙" = { use = "丙", source = "own", message = "{" }', "{text}"),
        ('"甲乙" = { use = "丙", source = "own", negation = "yes" }', "true 或 false"),
        ('"甲乙" = { use = "丙", source = "own", near = [] }', "near"),
        ('"甲乙" = "丙"', "source"),
        ('"甲乙" = { use = "丙", source = "own"', "TOML"),
        ('"丁戊" = { use = "丙", source = "own" }', "0.toml:11"),
        ('"丁 戊" = { use = "丙", source = "own" }', "与 0.toml:11 的“丁戊”重复"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_line(line: str, reason: str) -> None:
    good = '"丁戊" = { use = "丙", source = "own" }\n'
    message = refusal(HEAD + good + f"# 注\n{line}\n")
    assert message.startswith("0.toml:13: ")
    assert reason in message or "TOML" in message


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (("TXT-01", "TXT-99"), 3, "没有代码“TXT-99”"),
        (('"terms"\n', '"words"\n'), 1, "kind 应为"),
        (('name = "sample"', 'name = "Sample_1"'), 2, "规则名"),
        (("{text}", "{}"), 4, "{text}"),
        (('title = "样例"', 'url = "样例"'), 6, "没有标题"),
        (("2026-01", "2026-13"), 8, "日期"),
        (("[sources.own]", "colour = 1\n[sources.own]"), 6, "不认识的属性“colour”"),
    ],
)
def test_a_wrong_head_is_refused_with_its_line(change: tuple[str, str], line: int, reason: str) -> None:
    message = refusal(HEAD.replace(*change) + '"甲乙" = { use = "丙", source = "own" }\n')
    assert message.startswith(f"0.toml:{line}: ")
    assert reason in message


def test_one_term_may_stand_under_two_codes_but_not_twice_under_one() -> None:
    term = '"甲乙" = { use = "丙", source = "own" }\n'
    other = HEAD.replace("sample", "other")
    assert len(read(HEAD + term, other.replace("TXT-01", "POL-04") + term).terms) == 2
    assert refusal(HEAD + term, other + term).startswith("1.toml:11: 词条“甲乙”与 0.toml:11")
    assert "已用于 0.toml" in refusal(HEAD + term, HEAD)


def test_an_allowed_phrase_cannot_be_a_term_of_another_file() -> None:
    term = '"甲乙" = { use = "丙", source = "own" }\n'
    allow = HEAD.replace("sample", "other") + '[allow]\n"甲.乙" = { source = "own" }\n'
    assert refusal(allow, HEAD + term).startswith("0.toml:12: 豁免短语“甲.乙”同时是词条（见 1.toml:11）")


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(LexiconError, match=r"a\.toml:2: 文件不是 UTF-8 编码"):
        load([("a.toml", HEAD[:10].encode() + b"\n\xd6\xd0")])


def test_the_shipped_lexicons_load_and_the_digest_names_them() -> None:
    one, other = ruleset.load(), ruleset.load()
    assert one.digest == other.digest
    assert len(one.digest) == 64
    assert one.digest != ruleset.build([]).digest


def test_the_digest_depends_on_every_byte_and_name(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HEAD, encoding="utf-8")
    digest = ruleset.load([tmp_path]).digest
    (tmp_path / "a.toml").write_text(HEAD + "\n", encoding="utf-8")
    changed = ruleset.load([tmp_path]).digest
    (tmp_path / "a.toml").rename(tmp_path / "b.toml")
    assert len({digest, changed, ruleset.load([tmp_path]).digest}) == 3


def test_an_imported_list_gives_way_to_the_lists_before_it() -> None:
    own = {
        "kind": "terms",
        "name": "own",
        "code": "TXT-01",
        "message": "“{text}”有误",
        "sources": {"a": {"title": "甲"}},
        "terms": {term: {"source": "a"} for term in ("登陆网站", "登 陆网站", "启明通道")},
    }
    shipped = HEAD + '"登陆网站" = { use = "登录网站", source = "own" }\n'
    lexicon = load([("shipped.toml", shipped.encode()), ("own.json", json.dumps(own).encode())])
    assert [term.text for term in lexicon.terms if term.list.name == "own"] == ["启明通道"]
    assert lexicon.yielded == (("own", "登陆网站"), ("own", "登 陆网站"))
