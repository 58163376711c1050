"""Letters-to-sound rules for words without an entry, learnt from those with one: each is a group of letters and its
phones.

They are applied from left to right, the longest first, without regard to what is around them; so a group is worth a
rule when it is mostly said one way. A dictionary is aligned letter by letter (expectation maximisation), then groups of
letters are counted.
"""

import collections
import itertools
import math

from phones import CONSONANTS, VOWELS, symbols

LONGEST = 6  # letters in a rule
FEWEST = 6  # words that have the group
SURE = 0.6  # of them say it so
ROUNDS = 4
MOST = 3  # phones of a letter
BY_ITSELF = dict(
    a="æ", b="b", c="k", d="d", e="ɛ", f="f", g="ɡ", h="h", i="ɪ", j="ʤ", k="k", l="l", m="m", n="n", o="ɑ", p="p",
    q="k", r="ɹ", s="s", t="t", u="ʌ", v="v", w="w", x="ks", y="i", z="z",
)  # fmt: skip


def aligned(word: str, said: str, costs: dict[tuple[str, str], float]) -> list[str] | None:
    """The phones of each letter, cheapest in all."""
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for i, letter in enumerate(word):
        for j in range(len(said) + 1):
            if (i, j) not in best:
                continue
            for n in range(min(MOST, len(said) - j) + 1):
                cost = best[i, j][0] + costs.get((letter, said[j : j + n]), 12.0 if n < 2 else 16.0)
                if cost < best.get((i + 1, j + n), (math.inf, 0))[0]:
                    best[i + 1, j + n] = cost, n
    if (len(word), len(said)) not in best:
        return None
    out, j = [], len(said)
    for i in range(len(word), 0, -1):
        n = best[i, j][1]
        out.append(said[j - n : j])
        j -= n
    return out[::-1]


def first_costs() -> dict[tuple[str, str], float]:
    """Vowels are letters' a, e, i, o, u, y; consonants as in BY_ITSELF; a silent letter costs something."""
    vowels = {s for group in VOWELS.values() for s in group}
    out: dict[tuple[str, str], float] = {}
    for letter in "abcdefghijklmnopqrstuvwxyz":
        out[letter, ""] = 4.0
        for s in vowels:
            out[letter, s] = 2.0 if letter in "aeiouy" else 10.0
        for s in CONSONANTS.values():
            out[letter, s] = 9.0 if letter in "aeiou" else 6.0
        out[letter, symbols(BY_ITSELF[letter]) or ""] = 0.5
    return out | {("'", ""): 0.0}


def rules(words: dict[str, str]) -> dict[str, str]:
    """Groups of letters, the last one perhaps followed by a space, and the tokenizer's characters for them."""
    entries = [(w, symbols(said) or "") for w, said in itertools.islice(words.items(), 20000) if len(w) > 2]
    costs = first_costs()
    for _ in range(ROUNDS):
        counts: collections.Counter = collections.Counter()
        found = [(word, a) for word, said in entries if (a := aligned(word, said, costs))]
        for word, phones in found:
            counts.update(zip(word, phones))
        totals: collections.Counter = collections.Counter()
        for (letter, _), n in counts.items():
            totals[letter] += n
        costs = {pair: -math.log(n / totals[pair[0]]) for pair, n in counts.items() if n > 1}
    groups: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for word, phones in found:
        for start in range(len(word)):
            for end in range(start + 1, min(start + LONGEST, len(word)) + 1):
                said = "".join(phones[start:end])
                groups[word[start:end]][said] += 1
                if end == len(word):
                    groups[word[start:end] + " "][said + " "] += 1
    out = {letter: symbols(phone) or "" for letter, phone in BY_ITSELF.items()} | {"'": ""}
    for group, said in sorted(groups.items(), key=lambda g: len(g[0])):
        (most, n), total = said.most_common(1)[0], sum(said.values())
        if len(group) > 1 and total >= FEWEST and n >= SURE * total and most != by_shorter(group, out):
            out[group] = most
    return out


def by_shorter(group: str, table: dict[str, str]) -> str:
    """What the rules so far make of a group of letters."""
    out, at = "", 0
    while at < len(group):
        for length in range(min(LONGEST + 1, len(group) - at), 0, -1):
            if (part := group[at : at + length]) in table:
                out, at = out + table[part], at + length
                break
        else:
            out, at = out + group[at], at + 1
    return out
