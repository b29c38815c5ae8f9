"""How much does the scanner find under disguise? `python tests/bench/disguise.py [--pairs N] [--misses N]`

Every block and warn term of the lexicons is put into a plain sentence in which it fires, disguised as
somebody would who wants it to pass, and scanned. A term counts as found if its rule speaks there, and
its span is exact if it reaches from the first to the last character of the term. Prints both for each
disguise, for pairs of disguises (each term with N pairs drawn by lot from all), and in total.
"""

from __future__ import annotations

import argparse
import html
import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.scanner import forms
from app.scanner.context import SHOP
from app.scanner.document import Draft, Format
from app.scanner.engine import Depth, scan
from app.scanner.finding import CODES, Severity
from app.scanner.lexicon import Term
from app.scanner.lexicon import load as load_lexicon
from app.scanner.ruleset import LEXICONS, Ruleset, load
from app.scanner.segment import cut

CARRIERS = (
    "各单位注意：{term}。",
    "据有关{near}的材料，文中写道“{term}”，请核对。",
    "据有关{near}的材料，文中写道：{term}，请核对。",
    "{term}，见于有关{near}的材料。",
    "材料写到{near}　{term}\n",
    "其中{near}的{term}。",
    "{near}{term}。",
)


@dataclass(frozen=True)
class Written:
    """A term as it is written: what shows for each character, and what stands before, between and after."""

    cells: tuple[str, ...]
    gaps: tuple[str, ...]
    format: Format = "text"

    @classmethod
    def plain(cls, term: str) -> Written:
        return cls(tuple(term), ("",) * (len(term) + 1))

    def parts(self) -> tuple[str, str, str]:
        """What stands before the first character, from the first to the last, and after it."""
        inner = (cell + gap for cell, gap in zip(self.cells, (*self.gaps[1:-1], ""), strict=True))
        return self.gaps[0], "".join(inner), self.gaps[-1]


Disguise = Callable[[Written, random.Random], Written]


def cells(change: Callable[[str, random.Random], str]) -> Disguise:
    """A disguise of each character by itself."""
    return lambda written, rng: replace(written, cells=tuple(change(cell, rng) for cell in written.cells))


def table(pairs: dict[str, str]) -> Disguise:
    """A disguise by one of the forms that a table has for a character."""
    return cells(lambda cell, rng: rng.choice(pairs[cell]) if cell in pairs else cell)


def between(pieces: str | tuple[str, ...], every: bool = True) -> Disguise:
    """A disguise by something put between all characters, or in one place."""

    def disguise(written: Written, rng: random.Random) -> Written:
        size = len(written.cells)
        places = range(1, size) if every else [rng.randrange(1, size)]
        gaps = list(written.gaps)
        for place in places:
            gaps[place] += rng.choice(pieces)
        return replace(written, gaps=tuple(gaps))

    return disguise


def inside(pieces: str) -> Disguise:
    """A disguise by a mark inside one of the words of a term; between all where it has no longer word."""

    def disguise(written: Written, rng: random.Random) -> Written:
        bounds, at = {0}, 0
        for word in cut("".join(written.cells)):
            at += len(word)
            bounds.add(at)
        places = [place for place in range(1, len(written.cells)) if place not in bounds]
        gaps = list(written.gaps)
        for place in [rng.choice(places)] if places else range(1, len(gaps) - 1):
            gaps[place] += rng.choice(pieces)
        return replace(written, gaps=tuple(gaps))

    return disguise


def around(pairs: tuple[str, ...], format: Format = "text", every: bool = False) -> Disguise:
    """A disguise by something that opens before and closes after a character inside."""

    def disguise(written: Written, rng: random.Random) -> Written:
        gaps = list(written.gaps)
        size = len(written.cells)
        for place in range(size) if every else [rng.randrange(size)]:
            opening, closing = rng.choice(pairs).split("|")
            gaps[place] += opening
            gaps[place + 1] = closing + gaps[place + 1]
        return replace(written, gaps=tuple(gaps), format=format)

    return disguise


def marked(disguise: Disguise, format: Format) -> Disguise:
    """A disguise that shows as such only in a format."""
    return lambda written, rng: replace(disguise(written, rng), format=format)


def doubled(written: Written, rng: random.Random) -> Written:
    """Every letter and ideograph twice."""
    return replace(written, cells=tuple(cell * 2 if cell.isalnum() else cell for cell in written.cells))


def doubled_inside(written: Written, rng: random.Random) -> Written:
    """One character inside the term twice or three times, but for one that stands there twice already."""
    changed = list(written.cells)
    places = [
        place
        for place in range(1, len(changed) - 1)
        if changed[place] not in changed[place - 1 : place] + changed[place + 1 : place + 2]
        and changed[place].isalpha()
    ]
    if places:
        changed[rng.choice(places)] *= rng.randrange(2, 4)
    return replace(written, cells=tuple(changed))


def escaped(style: str) -> Disguise:
    """A disguise by character references."""

    def change(cell: str, rng: random.Random) -> str:
        return "".join(style.format(ord(char)) for char in cell)

    return marked(cells(change), "html")


def shifted(first: int, sources: str) -> dict[str, str]:
    """A table to a row of code points that begins at `first`."""
    return {char: chr(first + place) for place, char in enumerate(sources)}


def merged(*tables: dict[str, str]) -> dict[str, str]:
    """One table with the forms of several."""
    keys = {key for each in tables for key in each}
    return {key: "".join(each.get(key, "") for each in tables) for key in keys}


def compatible(first: int, last: int) -> dict[str, str]:
    """The characters of a block by the one that they are compatible with."""
    found: dict[str, str] = {}
    for char in map(chr, range(first, last)):
        plain = unicodedata.normalize("NFKC", char)
        if len(plain) == 1 and plain != char:
            found[plain] = found.get(plain, "") + char
    return found


LOWER, UPPER, DIGITS = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
WIDE = shifted(0xFF01, "".join(map(chr, range(0x21, 0x7F))))
CIRCLED = merged(shifted(0x24D0, LOWER), shifted(0x24B6, UPPER), shifted(0x2460, "123456789"), {"0": "⓪"})
CIRCLED_HAN = dict(zip("一二三四五六七八九十", "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉", strict=True))
BRACKETED = merged(
    dict(zip("一二三四五六七八九十", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", strict=True)),
    shifted(0x2474, "123456789"),
    shifted(0x249C, LOWER),
)
MATHEMATICAL = merged(
    *(shifted(first, UPPER) for first in (0x1D400, 0x1D468, 0x1D4D0, 0x1D5A0, 0x1D670, 0x1F130, 0x1F170)),
    *(shifted(first, LOWER) for first in (0x1D41A, 0x1D482, 0x1D4EA, 0x1D5BA, 0x1D68A)),
    *(shifted(first, DIGITS) for first in (0x1D7CE, 0x1D7D8, 0x1D7F6)),
)
RAISED = merged(
    dict(zip(DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)),
    dict(zip(DIGITS, "₀₁₂₃₄₅₆₇₈₉", strict=True)),
    dict(zip("aeoxhklmnpst", "ₐₑₒₓₕₖₗₘₙₚₛₜ", strict=True)),
    dict(zip("ABDEGHIJKLMNOPRTUVW", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", strict=True)),
)
ROMAN = dict(zip("IVXLCDMivxlcdm", "ⅠⅤⅩⅬⅭⅮⅯⅰⅴⅹⅼⅽⅾⅿ", strict=True))
NUMERALS = dict(zip("一二三四五六七八九零两", "12345678902", strict=True))
FORMAL = dict(zip("一二三四五六七八九十百千零", "壹贰叁肆伍陆柒捌玖拾佰仟零", strict=True))
CHINESE = dict(zip(DIGITS, "〇一二三四五六七八九", strict=True))
ALIKE = merged(
    dict(zip("ABCEHIJKMOPSTXY", "АВСЕНІЈКМОРЅТХУ", strict=True)),
    dict(zip("aceijopsxyq", "асеіјорѕхуԛ", strict=True)),
    dict(zip("ABEHIKMNOPTXYZ", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖ", strict=True)),
    {"o": "ο", "v": "ν", "V": "Ѵ", "Q": "Ԛ", "W": "Ԝ", "G": "Ԍ", "d": "ԁ", "h": "һ", "l": "ӏ", "w": "ԝ"},
    dict(zip("口力工二八卜夕", "ロカエニハトタ", strict=True)),
)
EMOJI = ("😀", "🔥", "👍🏽", "👨‍👩‍👧‍👦", "❤️", "🇨🇳", "🏳️‍🌈", "1️⃣"[1:], "⭐", "♥", "😀🔥", "🧑🏿‍🚀")


def traditional() -> dict[str, str]:
    """Traditional and variant characters by the simplified one."""
    found: dict[str, str] = {}
    for form, plain in forms.read("traditional"):
        found[plain] = found.get(plain, "") + form
    return found


def composite(written: Written, rng: random.Random) -> Written:
    """Ten and what follows in digits: 二十大 as 20大, 十八大 as 18大."""
    changed, gaps, size = [], [written.gaps[0]], len(written.cells)
    at = 0
    while at < size:
        after = written.cells[at + 1] if at + 1 < size else ""
        cell = written.cells[at]
        digits = {**{numeral: str(value) for value, numeral in enumerate("零一二三四五六七八九")}, "十": "1"}
        taken = 1
        if cell in digits and cell != "十" and after == "十":
            third = written.cells[at + 2] if at + 2 < size else ""
            cell, taken = digits[cell] + (digits[third] if third in digits and third != "十" else "0"), 2
            taken += third in digits and third != "十"
        elif cell == "十":
            ones = after in digits and after != "十"
            cell, taken = "1" + (digits[after] if ones else "0"), 1 + ones
        changed.append(cell)
        at += taken
        gaps.append(written.gaps[at])
    return replace(written, cells=tuple(changed), gaps=tuple(gaps))


DISGUISES: dict[str, Disguise] = {
    "full width": table(WIDE),
    "case": cells(lambda cell, rng: cell.swapcase()),
    "traditional": table(traditional()),
    "circled": table(merged(CIRCLED, CIRCLED_HAN)),
    "bracketed number": table(BRACKETED),
    "mathematical": table(MATHEMATICAL),
    "superscript, subscript": table(RAISED),
    "roman": table(ROMAN),
    "numeral to digit": table(NUMERALS),
    "digit to numeral": table(CHINESE),
    "formal numeral": table(FORMAL),
    "number of two places": composite,
    "alike letter": table(ALIKE),
    "radical": table(compatible(0x2F00, 0x2FE0)),
    "compatibility ideograph": table(merged(compatible(0xF900, 0xFB00), compatible(0x2F800, 0x2FA20))),
    "space": between(" "),
    "ideographic space": between("\u3000"),
    "thin, figure, no-break space": between("\u2009\u2007\u00a0\u202f\u2003", every=False),
    "tab": between("\t", every=False),
    "zero width": between("\u200b\u200c\u200d\ufeff\u2060\u00ad\u180e"),
    "bidi control": between("\u202a\u202d\u202e\u202c\u200e\u200f\u2066\u2069"),
    "variation selector": cells(lambda cell, rng: cell + rng.choice("\ufe00\ufe0e\ufe0f\U000e0100")),
    "tag, filler, private": between("\U000e0041\u3164\u115f\uffa0\u2800\ue000\U000f0000", every=False),
    "combining mark": cells(lambda cell, rng: cell + rng.choice("\u0336\u0335\u0338\u20dd\u0308\u0301")),
    "line break": between("\n", every=False),
    "line break, CRLF": between(("\r\n",), every=False),
    "emoji": between(EMOJI),
    "one emoji": between(EMOJI, every=False),
    "light symbol": between("·*-_./|~•+#=^&@'`\\"),
    "one symbol": between("·*-_./|~•★→◆■▲●○☆※§¤™©°♪✓", every=False),
    "half-width mark": inside(",;:!?"),
    "full-width mark": inside("，。、！？；：…—～"),
    "full-width marks": between("，。！？；：…—"),
    "bracket": around(("（|）", "(|)", "【|】", "[|]", "“|”", '"|"', "《|》", "「|」"), every=True),
    "doubled": doubled,
    "doubled inside": doubled_inside,
    "entity, decimal": escaped("&#{};"),
    "entity, hex": escaped("&#x{:X};"),
    "entity, open": escaped("&#{:07d}"),
    "tag": around(("<b>|</b>", "<span style='color:red'>|</span>", "<i>|</i>", "<a href='#'>|</a>"), "html"),
    "comment, wbr": marked(between(("<!-- x -->", "<wbr>", "<span></span>", "<!---->")), "html"),
    "br": marked(between(("<br>", "<br/>"), every=False), "html"),
    "entity inside": marked(between(("&nbsp;", "&zwnj;", "&shy;", "&#8203;", "&ZeroWidthSpace;")), "html"),
    "emphasis": around(("**|**", "~~|~~", "`|`", "***|***"), "markdown"),
    "link": around(("[|](http://gov.cn/)",), "markdown"),
    "tag in markdown": around(("<b>|</b>", "<!-- -->|"), "markdown"),
}


@dataclass(frozen=True)
class Placed:
    """A term in a sentence in which it fires."""

    term: Term
    before: str
    after: str


def placed(term: Term, rules: Ruleset) -> Placed | None:
    """The first sentence in which a term fires, with what its conditions want."""
    for near in term.near[:8] or ("",):
        if term.only_in and "advertisement" in term.only_in:
            near += SHOP[0]
        for carrier in CARRIERS:
            before, after = carrier.replace("{near}", near).split("{term}")
            place = Placed(term, before, after)
            if outcome(place, Written.plain(term.text), rules, "fast")[1]:
                return place
    return None


def outcome(place: Placed, written: Written, rules: Ruleset, depth: Depth) -> tuple[bool, bool]:
    """Whether a disguised term is found, and whether its span is exact."""
    opening, shown, closing = written.parts()
    before, after = place.before, place.after
    if written.format == "html":
        before, after = html.escape(before), html.escape(after)
    body = before + opening + shown + closing + after
    start = len(before) + len(opening)
    report = scan(Draft(body, format=written.format), rules, depth=depth)
    spans = [
        (finding.start, finding.end) for finding in report.findings if finding.rule == place.term.list.name
    ]
    touching = any(one < start + len(shown) and other > start for one, other in spans)
    return touching, (start, start + len(shown)) in spans


class Tally:
    """Counts of tries, finds and exact spans by name."""

    def __init__(self, misses: int) -> None:
        self.tried, self.found, self.exact = Counter[str](), Counter[str](), Counter[str]()
        self.misses = misses

    def add(self, name: str, place: Placed, written: Written, rules: Ruleset, depth: Depth) -> None:
        found, exact = outcome(place, written, rules, depth)
        self.tried[name] += 1
        self.found[name] += found
        self.exact[name] += exact
        if not exact and self.misses:
            self.misses -= 1
            print(
                f"  {'span' if found else 'miss'} {name}: {place.term.text} as {''.join(written.parts())!r}"
            )

    def rows(self) -> Iterator[str]:
        for name, tried in self.tried.items():
            yield row(name, tried, self.found[name], self.exact[name])

    def total(self, name: str) -> str:
        return row(name, *(sum(counter.values()) for counter in (self.tried, self.found, self.exact)))


def row(name: str, tried: int, found: int, exact: int) -> str:
    """A line of the table: how many, found %, and of the found those with an exact span."""
    return f"{name:<50} {tried:>7} {found / max(1, tried):>9.2%} {exact / max(1, found):>9.2%}"


def terms() -> list[Term]:
    """All block and warn terms of the shipped lexicons."""
    lexicon = load_lexicon([(path.name, path.read_bytes()) for path in sorted(LEXICONS.glob("*.toml"))])
    heavy = (Severity.BLOCK, Severity.WARN)
    return [term for term in lexicon.terms if (term.severity or CODES[term.list.code].severity) in heavy]


def disguised(names: tuple[str, ...], term: Term, rng: random.Random) -> Written | None:
    """A term in all of some disguises, or None where one of them changes nothing in it."""
    written = Written.plain(term.text)
    formats = set()
    for name in names:
        after = DISGUISES[name](replace(written, format="text"), rng)
        if after == replace(written, format="text"):
            return None
        formats.add(after.format)
        written = replace(after, format=after.format if after.format != "text" else written.format)
    return written if len(formats - {"text"}) < 2 else None


SIMILAR = (
    {name for name in DISGUISES if name.startswith("entity, ")},
    {"line break", "line break, CRLF", "br"},
)


def compatible_pair(names: tuple[str, ...]) -> bool:
    """Whether two disguises can be put on one term: two line breaks would be a paragraph."""
    return not any(similar.issuperset(names) for similar in SIMILAR)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=12, help="pairs of disguises tried on each term")
    parser.add_argument("--misses", type=int, default=0, help="how many misses to print")
    parser.add_argument("--depth", choices=("fast", "full"), default="fast")
    arguments = parser.parse_args()
    rules, rng = load(), random.Random(3)
    listed = terms()
    places = [place for term in listed if (place := placed(term, rules))]
    print(f"{len(listed)} terms, {len(listed) - len(places)} without a sentence in which they fire")
    single, double = Tally(arguments.misses), Tally(arguments.misses)
    for name in DISGUISES:
        for place in places:
            if written := disguised((name,), place.term, rng):
                single.add(name, place, written, rules, arguments.depth)
    pairs = list(filter(compatible_pair, combinations(DISGUISES, 2)))
    for place in places:
        for names in rng.sample(pairs, arguments.pairs):
            if written := disguised(names, place.term, rng):
                double.add(" + ".join(names), place, written, rules, arguments.depth)
    print(f"\n{'disguise':<50} {'tried':>7} {'found':>9} {'exact':>9}")
    print(*single.rows(), single.total("single"), sep="\n")
    worst = sorted(double.tried, key=lambda name: double.exact[name] / double.tried[name])[:30]
    print("\npairs, the worst:")
    print(*(row(n, double.tried[n], double.found[n], double.exact[n]) for n in worst), sep="\n")
    print(double.total(f"pairs, {len(double.tried)} of {len(pairs)}"))


if __name__ == "__main__":
    main()
