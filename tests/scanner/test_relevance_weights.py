"""The table of learned weights: what a file keeps, what is refused, and the one that ships."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import StartupError
from app.rulesets.base import Base
from app.scanner.relevance import weights
from app.scanner.relevance.vocabulary import general, topic_names
from app.scanner.relevance.weights import SHIPPED, ModelError, Weights, shipped
from app.scanner.ruleset import build
from tests.scanner.test_relevance import FACTS

TOPICS = ("民政", "政法")
numbers = st.floats(-5, 5, allow_nan=False)
tables = st.dictionaries(st.text("政务民生好新𠮷a", min_size=1, max_size=4), st.tuples(*[numbers] * 3))


def table(rows: dict[str, tuple[float, ...]]) -> Weights:
    return Weights.of(TOPICS, {term: np.array(row) for term, row in rows.items()})


@given(tables)
def test_a_file_keeps_the_weights_within_a_step(rows: dict[str, tuple[float, ...]]) -> None:
    made = table(rows)
    read = Weights.unpack(made.file)
    assert (read.topics, read.rows, read.file) == (TOPICS, made.rows, made.file)
    heaviest = np.abs(np.array(list(rows.values()) or [(0.0,) * 3])).max(axis=0)
    for term, row in rows.items():
        assert np.abs(read.of_terms([term])[0] - row) == pytest.approx(
            np.zeros(3), abs=heaviest.max() / 250 + 1e-9
        )


def test_a_term_without_a_row_weighs_nothing() -> None:
    assert not table({"低保": (1, 2, 3)}).of_terms(["别的", "没有"]).any()


def test_topics_are_found_by_name() -> None:
    other = table({"低保": (1, 2, 3)}).over(("政法", "新主题", "民政"))
    assert other.of_terms(["低保"])[0] == pytest.approx([1, 3, 0, 2], rel=1e-4)


@given(st.data())
def test_a_damaged_file_is_refused(data: st.DataObject) -> None:
    whole = bytearray(table({"低保": (1, 2, 3), "户籍": (0, -1, 4)}).file)
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ModelError, match="损坏"):
        Weights.unpack(bytes(whole))


@pytest.mark.parametrize("content", [b"", b"\0" * 100, "不是模型".encode()])
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(ModelError):
        Weights.unpack(content)


@pytest.mark.parametrize("content", [None, b"broken"])
def test_without_its_model_the_service_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "model.bin").write_bytes(content)
    monkeypatch.setattr(weights, "SHIPPED", tmp_path / "model.bin")
    shipped.cache_clear()
    with pytest.raises(StartupError, match=r"模型有误，服务不能启动：.*model\.bin"):
        Base.load()


def test_the_shipped_model_knows_the_topics_and_adds_to_the_lists() -> None:
    shipped.cache_clear()
    model = shipped()
    assert set(model.topics) <= set(topic_names(FACTS))
    assert not model.rows.keys() & general(FACTS).weights.keys(), "rebuild: sanshen relevance build"
    assert len(model.rows) > 40_000
    assert SHIPPED.stat().st_size < 3 << 20


def test_a_ruleset_names_its_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build([]).digest
    (tmp_path / "model.bin").write_bytes(table({"低保": (1, 2, 3)}).file)
    monkeypatch.setattr(weights, "SHIPPED", tmp_path / "model.bin")
    shipped.cache_clear()
    after = build([]).digest
    shipped.cache_clear()
    assert before != after
