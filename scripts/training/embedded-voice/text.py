"""Sentences to train on: WordNet's examples and glosses (Debian's dict-wn, under WordNet's licence), and our own
templates.

Writes sentences.txt, one a line: lower case, no digits, `.`, `,`, `?`, `!` and apostrophes only. None of the held-out
texts, nor a sentence of theirs.
"""

import gzip
import random
import re
from collections import Counter

from lexicon import ONES, spell_number
from settings import FOLDER, REPOSITORY, SHORT, SMALL

WORDNET = "/usr/share/dictd/wn.dict.dz"
PLAIN = re.compile(r"^[a-z][a-z' ,]*[.!?]$")


def clean(text: str) -> str:
    text = text.replace("’", "'").replace("`", "'").replace("''", "").replace('"', "").replace("--", ", ").lower()
    text = re.sub(r"\d+", lambda m: " " + spell_number(int(m.group()) % 1000000) + " ", text)
    text = re.sub(r"\s*([,;:])\s*", ", ", text.replace("&", " and ").replace("%", " percent").replace("-", " "))
    text = re.sub(r"(^|\s)'|'(\s|$)", r"\1\2", re.sub(r"\s*\.\.\.+", ",", text))
    text = re.sub(r"\s+", " ", text).strip(" ,")
    text = re.sub(r"([,.!?])[,.!?]+", r"\1", re.sub(r"\s+([.,!?])", r"\1", text))
    return text if text.endswith((".", "!", "?")) else text + "."


def usable(text: str, shortest: int, longest: int) -> bool:
    words = [word.strip(",.!?") for word in text.split()]
    return (
        PLAIN.match(text) is not None
        and shortest <= len(words) <= longest
        and all(len(word) <= 16 and (len(word) > 1 or word in "aio") for word in words)
        and text.count(",") <= 2
        and len(text) <= 90
    )


def wordnet() -> list[str]:
    dump = re.sub(r"\s+", " ", gzip.open(WORDNET, "rt", errors="ignore").read())
    examples = re.findall(r'"([^"]{6,110})"(?!\s*[-;]\s*[A-Z])', dump)  # none that is attributed to an author
    glosses = re.findall(r" \d+: ([^\[\]{}\"]{12,90}?)(?:;| \[| \")", dump)
    examples = [s for s in map(clean, examples) if usable(s, 2, 14)]
    glosses = [s for s in map(clean, glosses) if usable(s, 3, 11)]
    random.shuffle(glosses)
    return examples + glosses[: len(examples) // 2]


def templates(count: int, nouns: list[str]) -> list[str]:
    names = (
        "john mary sarah david anna peter james emma tom alice robert laura susan mike karen daniel lucy george "
        "helen paul"
    ).split()
    days = "monday tuesday wednesday thursday friday saturday sunday".split()
    months = "january february march april may june july august september october november december".split()
    places = (
        "london,paris,new york,boston,chicago,the station,the airport,the office,the school,the market,the city,"
        "the beach,the park,the hospital,the library,the kitchen,the garden,the river,the shop"
    ).split(",")
    adjectives = (
        "good bad big small new old happy sad red blue green black white warm cold fast slow easy hard long short "
        "quiet bright dark clean strong simple beautiful"
    ).split()
    objects = (
        "book car dog cat house phone computer table chair window door garden letter mountain picture song story "
        "game train bus plane bird tree flower cup coffee bottle bread apple"
    ).split()
    verbs = (
        "read write see find buy sell open close make take bring move watch hear need want like remember forget "
        "change send keep"
    ).split()
    short = (
        "no yes oh hello hey hi wow okay thanks stop go wait what why who really sure right good great sorry "
        "please come look now"
    ).split()
    r, n = random.choice, lambda a, b: spell_number(random.randint(a, b))
    kinds = [
        lambda: (
            f"the {r(objects)} {r(['leaves', 'starts', 'begins', 'ends'])} "
            f"at {n(1, 12)} {r([n(10, 59), 'thirty', 'fifteen'])}."
        ),
        lambda: f"{r(names)} has {n(2, 999)} {r(nouns)}.",
        lambda: f"my number is {' '.join(r(ONES[:10]) for _ in range(random.randint(3, 7)))}.",
        lambda: f"{r(adjectives)} {r(objects)}, {r(adjectives)} {r(objects)}.",
        lambda: (
            f"i {r(['will', 'can', 'must', 'would like to', 'want to', 'have to'])} "
            f"{r(verbs)} the {r(adjectives)} {r(objects)}."
        ),
        lambda: (
            f"{r(['please', 'could you please', 'can you', 'do you want to', 'you should'])} "
            f"{r(verbs)} the {r(objects)}{r(['', ' now', ' again', ' today'])}{r('.?!')}"
        ),
        lambda: f"{r(names)} and {r(names)} went to {r(places)} on {r(days)}.",
        lambda: f"today is {r(days)}, {r(months)} {n(1, 31)}.",
        lambda: f"what is the {r(['name', 'price', 'color', 'size'])} of the {r(nouns)}?",
        lambda: f"where is the {r(nouns)}?",
        lambda: f"{r(['hello', 'good morning', 'good evening', 'hi', 'thank you', 'goodbye'])}, {r(names)}{r('.!')}",
        lambda: f"{n(0, 9999)}.",
        lambda: f"{r(nouns)}, {r(nouns)}, {r(nouns)}.",
        lambda: f"the {r(nouns)} of the {r(nouns)}.",
        lambda: f"{r(nouns)} {r(nouns)}{r('.!?')}",
        lambda: f"{r(short)}{r('.!?')}",
        lambda: f"{', '.join([r(short)] * random.randint(2, 6))}{r('.!')}",
        lambda: f"{r(short)}, {r(short)}{r('.!?')}",
        lambda: " ".join(r("abcdefghijklmnopqrstuvwxyz") for _ in range(random.randint(2, 6))) + ".",
    ]
    return [r(kinds)() for _ in range(count)]


def short_texts(common: list[str]) -> list[str]:
    """More than SHORT texts of one to six words: common ones alone, phrases of conversation, and clauses."""
    phrases = (
        "thank you,thanks a lot,many thanks,good morning,good night,good evening,good luck,well done,of course,"
        "never mind,not yet,not now,not at all,no problem,no way,yes please,no thank you,all right,right now,"
        "come in,come on,come here,go on,go ahead,go home,sit down,stand up,hold on,hurry up,look out,look at that,"
        "listen to me,let me see,let us go,wait here,wait a minute,one moment,just a second,excuse me,see you soon,"
        "see you later,see you tomorrow,take care,be careful,be quiet,welcome back,happy birthday,how nice,how sad,"
        "what a pity,what a day,that is fine,that was it,so it seems,maybe later,once again,at last,any time,"
        "me too,you too,after you,i see,i know,i hope so,i think so,i do not know,i am sorry,it depends"
    ).split(",")
    subjects = "i you he she it we they that this everyone nobody".split()
    verbs = "did knew came went saw tried left won lost agreed forgot laughed waited fell slept ran paid called".split()
    ends = "here,there,ready,late,early,over,done,enough,true,wrong,right,easy,hard,new,old,gone,open,closed".split(",")
    r = random.choice
    be = {"i": "am", "you": "are", "we": "are", "they": "are"}

    def clause() -> str:
        subject = r(subjects)
        verb = be.get(subject, "is")
        return r([
            f"{subject} {r(verbs)}.", f"{subject} {r(verbs)}{r('!?')}", f"{subject} {verb} {r(ends)}.",
            f"{verb} {subject} {r(ends)}?", f"{verb} {subject}?", f"{subject} {verb}.",
            f"why {verb} {subject} {r(ends)}?", f"{subject} {verb} not {r(ends)}.",
            f"what {verb} {subject}?", f"how {verb} {subject}?",
        ])  # fmt: skip

    texts = [word + r(".!?") for word in common]
    texts += [phrase + mark for phrase in phrases for mark in ".!"]
    texts += [f"{r(phrases)}, {r(common)}{r('.!?')}" for _ in range(SHORT // 10)]
    texts += [clause() for _ in range(SHORT)]
    return texts


def main() -> None:
    random.seed(0)
    sentences = wordnet()
    nouns = sorted({w.strip(",.!?") for s in sentences for w in s.split() if len(w) > 3})
    sentences += templates(len(sentences) // 6, nouns)
    lines = [line for path in (REPOSITORY / "scripts/tests/speech-sentences").glob("*.txt") for line in open(path)]
    held = {clean(part) for line in lines for part in (line, *re.split(r"(?<=[.!?]) ", line))}
    sentences = [s for s in dict.fromkeys(sentences) if s not in held]
    random.shuffle(sentences)
    sentences = sentences[: 3000 if SMALL else None]
    counts = Counter(w.strip(",.!?") for s in sentences for w in s.split())
    common = [word for word, _ in counts.most_common(SHORT // 2) if len(word) > 1]
    known = set(sentences)
    short = [s for s in dict.fromkeys(short_texts(common)) if s not in held and s not in known]
    random.shuffle(short)
    sentences += short[:SHORT]
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "sentences.txt").write_text("\n".join(sentences) + "\n")
    print(len(sentences), "sentences", sum(len(s.split()) for s in sentences) / len(sentences), "words each")


if __name__ == "__main__":
    main()
