"""Training: the same model from the same texts, probabilities that add up, and an office's own model."""

import lzma
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.scanner.ruleset import load as load_ruleset
from app.scanner.typo.model import BrokenModel, load, stored, write
from app.scanner.typo.symbols import spell
from app.scanner.typo.training import fitting, shipped
from app.scanner.typo.training.counts import count, read_list
from app.scanner.typo.training.noise import MIXED, TYPED, Slips
from app.scanner.typo.training.office import TooLittle, train_office
from app.scanner.typo.training.shipped import train_shipped
from app.scanner.typo.training.smoothing import estimate, mix, prune
from app.scanner.typo.training.strangers import Strangers
from tests.scanner.typo.material import CORRECTOR, SENTENCES, codes

PARTS = ("各区", "各县", "市政府", "有关部门", "街道办事处", "乡镇", "企业", "社区")
ACTS = ("要加强", "应当落实", "继续推进", "抓好", "认真做好", "切实保障", "积极完善", "全面开展")
THINGS = (
    "组织领导",
    "安全生产",
    "乡村振兴",
    "医疗服务",
    "环境保护",
    "监督检查",
    "就业工作",
    "蚵仔煎摊档整治",
)
ARCHIVE = [
    f"{part}{act}{thing}，{other}{act}{thing}的各项任务。"
    for part in PARTS
    for act in ACTS
    for thing in THINGS
    for other in PARTS
]


def corpus(folder: Path) -> Path:
    """A small corpus with the files of the real one."""
    texts = "\n".join(ARCHIVE[::2])
    for name in ("laws", "recent_laws", "work_reports", "policy"):
        with lzma.open(folder / f"{name}.txt.xz", "wt", encoding="utf-8") as file:
            file.write(texts)
    with lzma.open(folder / "news_ngrams.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("加\t9\n强\t8\n加强\t7\n^\t5\n^加\t4\n^加强\t3\n领\t6\n导\t6\n领导\t6\n。\t9\n。$\t4\n")
    (folder / "idioms.txt").write_text("立竿见影\t10\n", encoding="utf-8")
    return folder


def test_probabilities_after_a_context_add_up_to_one() -> None:
    tables = count(ARCHIVE[::2])
    news = read_list(["加\t9", "强\t8", "加强\t7"])
    for estimates in (estimate(tables), mix([(0.7, estimate(tables)), (0.3, estimate(news, 0.5))])):
        for shorter, longer in pairwise(estimates):
            heads = np.searchsorted(shorter.table.keys, longer.table.heads)
            tails = np.searchsorted(shorter.table.keys, longer.table.tails)
            said = np.bincount(heads, weights=longer.chances, minlength=len(shorter.chances))
            below = np.bincount(heads, weights=shorter.chances[tails], minlength=len(shorter.chances))
            rest = said + shorter.passes * (1 - below)
            assert np.allclose(rest[np.unique(heads)], 1, atol=0.02)


def test_pruning_keeps_the_parts_of_what_it_keeps() -> None:
    pruned = prune(estimate(count(ARCHIVE)), (0, 100, 100, 100, 100))
    assert len(pruned[-1].chances) >= 100
    for shorter, longer in pairwise(pruned):
        for parts in (longer.table.heads, longer.table.tails):
            assert np.isin(parts, shorter.table.keys).all()


def test_the_shipped_model_comes_out_the_same_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one lesson under each model, a few times over: the others are like them."""
    monkeypatch.setattr(shipped, "LESSONS", [*{each.under: each for each in shipped.LESSONS}.values()])
    monkeypatch.setattr(shipped, "TIMES", 1)
    monkeypatch.setattr(fitting, "EPOCHS", 3)
    folder = corpus(tmp_path)
    said: list[str] = []
    digests = [train_shipped(folder, tmp_path / name, said.append) for name in ("one.bin", "other.bin")]
    assert digests[0] == digests[1]
    assert (tmp_path / "one.bin").read_bytes() == (tmp_path / "other.bin").read_bytes()
    assert said
    corrector = load(None, tmp_path / "one.bin")
    found = list(corrector.corrections(codes("市政府要加强组织岭导，社区要加强组织领导的各项任务。"), 0.3))
    assert [each.right for each in found] in ([], ["领"])


def test_an_office_trains_on_its_archive(tmp_path: Path) -> None:
    trained = train_office(ARCHIVE, tmp_path / "typo.bin")
    assert trained.characters > 20_000
    assert 0.02 <= trained.share <= 0.9
    own = load(tmp_path / "typo.bin")
    assert own.version != CORRECTOR.version
    strange = spell(codes(ARCHIVE[-1])).symbols
    assert own.language.read(strange).logs.sum() > CORRECTOR.language.read(strange).logs.sum()
    wrong = ARCHIVE[-1].replace("摊档整治", "摊挡整治", 1)
    assert [each.right for each in own.corrections(codes(wrong))] == ["档"]


def test_a_model_of_the_office_is_another_ruleset(tmp_path: Path) -> None:
    train_office(ARCHIVE, tmp_path / "typo.bin")
    ruleset = load_ruleset()
    own = ruleset.correcting(load(tmp_path / "typo.bin"))
    assert own.digest != ruleset.digest
    assert ruleset.correcting(CORRECTOR) is ruleset
    assert ruleset.correcting(None) is ruleset


def test_a_small_archive_teaches_nothing(tmp_path: Path) -> None:
    with pytest.raises(TooLittle, match="至少需要"):
        train_office(list(SENTENCES), tmp_path / "typo.bin")


@pytest.mark.parametrize("damage", ["missing", "empty", "other", "cut", "flipped"])
def test_a_broken_model_says_so(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "model.bin"
    if damage != "missing":
        write(path, {"numbers": np.arange(100)}, {})
        data = bytearray(path.read_bytes())
        if damage == "flipped":
            data[-70] ^= 1
        kept = {
            "empty": b"",
            "other": b"not a model at all" * 9,
            "cut": bytes(data[:-5]),
            "flipped": bytes(data),
        }
        path.write_bytes(kept[damage])
    with pytest.raises(BrokenModel, match="模型"):
        stored(path)


def test_a_file_that_is_not_the_whole_model_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "model.bin", {"numbers": np.arange(100)}, {"share": 0.3})
    with pytest.raises(BrokenModel, match="不是完整的"):
        load(None, tmp_path / "model.bin")
    write(tmp_path / "typo.bin", {"numbers": np.arange(100)}, {})
    with pytest.raises(BrokenModel, match="不是本单位"):
        load(tmp_path / "typo.bin")


def test_what_is_strange_leaves_the_rest_of_the_sentence_in_order() -> None:
    strangers, exchanged = Strangers(3), 0
    for text in SENTENCES * 5:
        strange, places = strangers.put_into(text)
        kept = [char for at, char in enumerate(strange) if at not in places]
        rest = iter(text)
        assert all(char in rest for char in kept)
        assert (len(text) - len(kept)) % 2 == 0
        exchanged += len(kept) < len(text)
    assert exchanged > len(SENTENCES)
    assert [Strangers(3).put_into(text) for text in SENTENCES] == [
        Strangers(3).put_into(text) for text in SENTENCES
    ]


def test_slips_exchange_whole_words_of_the_same_sound() -> None:
    words = {"权利": 100, "全例": 100, "权力": 100, "仲裁": 100, "种菜": 100}
    whole, half = (Slips(SENTENCES, words, kinds, 5) for kinds in ({"words": 1}, {"word": 1}))
    assert {whole.put_into("仲裁") for _ in range(20)} <= {"仲裁", "种菜"}
    assert {whole.put_into("权利") for _ in range(20)} <= {"权利", "全例"}
    assert {half.put_into("权利") for _ in range(20)} <= {"权利", "权力"}


def test_slips_keep_the_length_and_leave_names_alone() -> None:
    words = {"权利": 100, "权力": 100, "领导": 100}
    for kinds in (MIXED, TYPED):
        slips, strangers = Slips(SENTENCES, words, kinds, 5), Strangers(5)
        changed = 0
        for text in SENTENCES * 20:
            right, names = strangers.put_into(text)
            wrong = slips.put_into(right, names)
            assert len(wrong) == len(right)
            assert all(wrong[at] == right[at] for at in names)
            changed += wrong != right
        assert changed > 80
