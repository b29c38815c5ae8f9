"""How well is government work told from foreign matter, and by topic? Figures of `sanshen eval relevance`.

A folder holds `headlines_topic*.tsv` (class, headline), `messages_topic*.tsv` (topic, title, message) and
`replies*.tsv` (title, message, reply). Headlines of foreign classes stand against titles of citizens'
messages; ten headlines of a class joined stand against official replies without their greeting, both cut to
the same length. Everything is judged as the draft of an account without declared duties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.errors import Invalid
from app.evaluation.samples import lines
from app.scanner.document import Draft, parse
from app.scanner.facts import Facts
from app.scanner.relevance import Relevance, judge
from app.scanner.relevance.learning import Example, learn
from app.scanner.relevance.weights import Weights

FOREIGN = ("entertainment", "game", "sports", "stocks", "realty")
"""Classes of headlines that are none of a government's business."""
PUBLIC = ("politics", "education", "society")
"""Classes that may be; the classes not named here (finance, science) are shown, but count nowhere."""
LENGTH = 150
"""Characters of a long text: shorter ones are left out, longer ones cut."""

_JOINED = 10
_HALVINGS = 5
_GREETING = re.compile("^.{0,60}?(?:您好|你好)[！!，,。：:]?|^.{0,80}?(?:回复|答复)如下[：:]")
_FILES = ("headlines_topic", "messages_topic", "replies")

Scores = npt.NDArray[np.float64]


class Message(NamedTuple):
    """A citizen's message and the topic that people gave it."""

    topic: str
    title: str
    text: str

    def draft(self) -> Draft:
        """The message as a draft."""
        return Draft(title=self.title, body=self.text)


@dataclass(frozen=True, slots=True)
class Data:
    """The texts of a folder: headlines by class, messages, replies without their greeting."""

    headlines: Mapping[str, Sequence[str]]
    messages: Sequence[Message]
    replies: Sequence[str]

    def joined(self, name: str) -> list[str]:
        """Ten headlines of a class at a time, cut to the length of long texts."""
        found = self.headlines.get(name, ())
        tens = (found[at : at + _JOINED] for at in range(0, len(found) - _JOINED + 1, _JOINED))
        return _cut("\n".join(ten) for ten in tens)

    def titles(self) -> list[str]:
        """The titles of the messages."""
        return [message.title for message in self.messages]

    def long_replies(self) -> list[str]:
        """The replies, cut to the length of long texts."""
        return _cut(self.replies)


def read_data(folder: Path) -> Data:
    """The data of a folder; `Invalid` names the file that is missing or has another format."""
    headlines: dict[str, list[str]] = {}
    for name, headline in _rows(folder, _FILES[0], 2):
        headlines.setdefault(name, []).append(headline)
    messages = [Message(*row) for row in _rows(folder, _FILES[1], 3)]
    replies = [_GREETING.sub("", reply) for _, _, reply in _rows(folder, _FILES[2], 3)]
    return Data(headlines, messages, replies)


def _rows(folder: Path, stem: str, cells: int) -> Iterator[list[str]]:
    paths = sorted(folder.glob(f"{stem}*.tsv"))
    if not paths:
        raise Invalid("no_samples", f"{folder} 中没有 {stem}*.tsv。")
    for path in paths:
        for number, line in enumerate(lines(path), 1):
            row = line.split("\t")
            if len(row) != cells:
                raise Invalid("bad_samples", f"{path} 第 {number} 行应有 {cells} 列，以制表符分隔。")
            yield row


def _cut(texts: Iterator[str] | Sequence[str]) -> list[str]:
    return [text[:LENGTH] for text in texts if len(text) >= LENGTH]


@dataclass(frozen=True, slots=True)
class Judge:
    """The model under test: the shipped one, with what an office's decisions taught or without."""

    facts: Facts
    learned: Weights | None = None

    def of(self, draft: Draft) -> Relevance:
        """The verdict on a draft."""
        return judge(parse(draft, self.facts), None, self.learned)

    def scores(self, texts: Sequence[str]) -> Scores:
        """The scores of texts."""
        return np.array([self.of(Draft(body=text)).score for text in texts])


def auc(against: Scores, in_favour: Scores) -> float:
    """The chance that one of `in_favour` scores higher than one of `against`, a tie being half."""
    low = np.sort(against)
    below = np.searchsorted(low, in_favour, "left") + np.searchsorted(low, in_favour, "right")
    return float(below.mean() / 2 / max(len(low), 1))


def by_length(against: Sequence[str], in_favour: Sequence[str]) -> float:
    """The same by nothing but the length, whichever way round it tells more."""
    found = auc(np.array([len(text) for text in against]), np.array([len(text) for text in in_favour]))
    return max(found, 1 - found)


def calibration_error(against: Sequence[Scores], in_favour: Sequence[Scores], bins: int = 10) -> float:
    """The expected calibration error: how far scores and shares are apart (M. Naeini et al., AAAI 2015).

    Each set counts the same, however many texts it has.
    """
    sets = [(scores, 0.0) for scores in against] + [(scores, 1.0) for scores in in_favour]
    scores = np.concatenate([each for each, _ in sets])
    right = np.concatenate([np.full(len(each), truth) for each, truth in sets])
    weight = np.concatenate([np.full(len(each), 1 / len(each)) for each, _ in sets])
    place = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = np.bincount(place, weight * (scores - right), bins)
    return float(np.abs(gaps).sum() / weight.sum())


def topic_scores(gold: Sequence[str], told: Sequence[str]) -> dict[str, float]:
    """The F1 of each topic that occurs in `gold`."""
    return {
        topic: 2
        * sum(right == answer == topic for right, answer in zip(gold, told, strict=True))
        / (gold.count(topic) + told.count(topic))
        for topic in sorted(set(gold))
    }


def topics_of(judged: Judge, messages: Sequence[Message]) -> dict[str, float]:
    """The F1 of each topic of messages."""
    told = [judged.of(message.draft()).topic for message in messages]
    return topic_scores([message.topic for message in messages], told)


def after_training(facts: Facts, messages: Sequence[Message]) -> list[float]:
    """Macro F1 on one half of the messages after training on the other, for several halvings."""
    return [_halved(facts, messages, turn) for turn in range(_HALVINGS)]


def _halved(facts: Facts, messages: Sequence[Message], turn: int) -> float:
    order = np.random.default_rng(turn).permutation(len(messages))
    half = len(messages) // 2
    taught = [messages[at] for at in order[:half]]
    learned = learn([Example(message.draft(), topic=message.topic) for message in taught], facts)
    scores = topics_of(Judge(facts, learned), [messages[at] for at in order[half:]])
    return sum(scores.values()) / len(scores)
