"""The figures of the level on the shipped cases, and `sanshen eval level`, which prints them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.errors import Invalid
from app.evaluation.level import GOAL, Score, Seen, level_of, read_cases, score
from app.scanner.level import Level

CASES = sorted(Path(__file__).parent.glob("cases_level*.toml"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["eval", "level", *arguments])


def seen(*, sealed: bool) -> Seen:
    files = [path for path in CASES if ("sealed" in path.stem) == sealed]
    return Seen((wanted, level_of(draft).level) for path in files for wanted, draft in read_cases(path))


@pytest.mark.parametrize(
    ("sealed", "floors"),
    [
        (False, {"critical": GOAL, "important": 0.95, "general": 0.95}),
        (True, {"critical": 0.9, "important": 0.8, "general": 0.8}),
    ],
)
def test_f1_of_each_level_on_the_shipped_cases(sealed: bool, floors: dict[Level, float]) -> None:
    figures = seen(sealed=sealed)
    assert figures.total() >= (290 if sealed else 3330)
    assert {level: score(figures, level).f1 >= floor for level, floor in floors.items()} == dict.fromkeys(
        floors, True
    )


def test_nine_of_ten_that_are_called_critical_are() -> None:
    assert score(seen(sealed=False) + seen(sealed=True), "critical").precision >= 0.9


def test_no_case_stands_in_two_files() -> None:
    texts = [(draft.title, draft.body) for path in CASES for _, draft in read_cases(path)]
    assert len(texts) == len(set(texts))


def test_a_score_is_counted() -> None:
    pairs: Seen = Seen({("critical", "critical"): 3, ("critical", "general"): 1, ("general", "critical"): 2})
    found = score(pairs, "critical")
    assert found == Score(3, 4, 5)
    assert (found.precision, found.recall, round(found.f1, 3)) == (0.6, 0.75, 0.667)
    assert score(Seen(), "general").f1 == 1.0


def cases(folder: Path, critical: str, name: str = "level.toml") -> str:
    path = folder / name
    path.write_text(f'critical = ["{critical}"]\ngeneral = ["公园的花开了。"]\n', encoding="utf-8")
    return str(path)


def test_the_command_prints_development_and_sealed_apart(tmp_path: Path) -> None:
    cases(tmp_path, "昨夜石溪镇发生山洪，造成4人遇难。")
    cases(tmp_path, "公园关门了。", "level_sealed.toml")
    result = run(str(tmp_path), "--show", "critical")
    assert result.exit_code == 0
    assert result.output.index("开发样例") < result.output.index("封存样例")
    assert "level_sealed\t重大敏感\t一般\t公园关门了。" in result.output


def test_the_command_fails_below_the_goal(tmp_path: Path) -> None:
    assert run(cases(tmp_path, "公园关门了。")).exit_code == 1


def test_the_command_counts_the_levels_of_texts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("昨夜石溪镇发生山洪，造成4人遇难。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("公园的花开了。", encoding="utf-8")
    result = run(str(tmp_path), "--show", "critical")
    assert "2 篇，一般 1，重要 0，重大敏感 1" in result.output
    assert "disaster：昨夜石溪镇发生山洪" in result.output


@pytest.mark.parametrize("text", ["critical = 3", "severe = []", "critical = [", "critical = [{ body = 3 }]"])
def test_what_is_no_file_of_cases_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=r"cases\.toml 不是分级样例"):
        read_cases(path)
