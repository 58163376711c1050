"""The tokenizer: SentencePiece with a pronouncing lexicon as its normalisation rules. `lexicon.py`, after text.py.

SentencePiece rewrites text by a table of "longest match first" rules before it cuts it into pieces. Ours turn words
into phones, one character each (phones.py), so that the language model need not learn English spelling. It sees phones
only:

- A rule for a word must match whole words only, not the end of a longer one. So the config puts a MARK in front of each
  space's next word, and the rules of words begin with it and end with a space. At the start of a text there is no
  space; there the reference makes the first letter a capital (the config makes all others small), and the rules of
  first words begin with one.
- Numbers up to 9999 are words like any other; longer ones are read digit by digit.
- What is left is read by letters-to-sound rules (spelling.py), which match anywhere.

Pronunciations are those of hibari's front end, in running text where the word occurs there.
"""

import collections
import contextlib
import json
import re
import unicodedata
from pathlib import Path

import sentencepiece
import yaml

import spelling
from phones import PUNCTUATION, SPOKEN, SYMBOLS, symbols
from settings import FOLDER, SCRIPTS, SMALL

MARK = "·"
WORDS, FIRST_WORDS = (3000, 300) if SMALL else (32000, 6000)
RUNNING = 200 if SMALL else 6000  # sentences in which pronunciations are counted
LETTERS = "abcdefghijklmnopqrstuvwxyz'"
SAID_AS = {  # characters, with a space before the mark that follows; the rest of the text is not changed
    "&": "and", "%": "percent", "+": "plus", "=": "equals", "@": "at", "$": "dollar", "€": "euro", "£": "pound",
    "#": "number", "°": "degrees",
}  # fmt: skip
PAUSES = {".": ".", ",": ",", "?": "?", "!": "!", ";": ",", ")": ",", "…": "."}
BREAKS = ":(–—"
SPACES = "-/_\n\t\r*`|<>[]{}\\~^\u00a0"
NOTHING = '"“”«»\u00ad\u200b\u200d'

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()

EVERYDAY = """
the of and to a in is it you that he was for on are with as i his they be at one have this from or had by not but what
all were we when your can said there use an each which she do how their if will up other about out many then them
these so some her would make like him into time has look two more write go see no way could my than first been call
who its now find long down day did get come made may part wow hey hi hello ok okay oh ah um uh hmm mm yeah yep nope
bye thanks please sorry server servers app apps burger web site email phone online download internet blog video
software laptop wifi noah mr mrs ms dr they've we've you've i've i'm i'll i'd you're you'll you'd he's he'll he'd
she's she'll she'd it's it'll we're we'll we'd they're they'll they'd that's that'll there's here's what's who's
where's how's let's can't won't don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't couldn't
wouldn't shouldn't mustn't ain't cannot gonna wanna euro euros percent dollar dollars cafe cafes naive
""".split()


def spell_number(n: int) -> str:
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (" " + ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return ONES[n // 100] + " hundred" + (" " + spell_number(n % 100) if n % 100 else "")
    return spell_number(n // 1000) + " thousand" + (" " + spell_number(n % 1000) if n % 1000 else "")


def spell_four_digits(n: int) -> str:
    """1987 and 4500 in pairs, as years and many amounts are read; 2000 to 2009 and full thousands as numbers."""
    if n % 1000 < 10:
        return spell_number(n)
    rest = "hundred" if n % 100 == 0 else ("o " if n % 100 < 10 else "") + spell_number(n % 100)
    return spell_number(n // 100) + " " + rest


def base_letters(character: str) -> str:
    """An accented letter without its accents; of others what is read in their place."""
    special = {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "þ": "th",
        "ð": "th",
        "ı": "i",
        "ħ": "h",
        "ŋ": "ng",
    }
    lower = character.lower()
    if lower in special:
        return special[lower]
    plain = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return plain if plain and set(plain) <= set(LETTERS) else ""


def replaced_characters() -> dict[str, str]:
    """The config's `replace_characters`: small plain letters, a MARK before each word, punctuation as its own words."""
    out = {" ": f" {MARK} ", "’": "'", "‘": "'"}
    out |= {c: f" {MARK} " for c in SPACES} | {c: "" for c in NOTHING}
    out |= {c: f" {pause}" for c, pause in PAUSES.items()} | {c: f" , {MARK} " for c in BREAKS}
    out |= {c: f" {MARK} {word} {MARK} " for c, word in SAID_AS.items()}
    out |= {c: c.lower() for c in map(chr, range(ord("A"), ord("Z") + 1))}
    accented = (chr(i) for i in [*range(0xC0, 0x180), *range(0x218, 0x21C), *range(0x1E00, 0x1F00)])
    return out | {c: base_letters(c) for c in accented if base_letters(c)}


REPLACED = replaced_characters()


def prepared(text: str, replaced: dict[str, str] = REPLACED) -> str:
    """As the reference prepares a text for the tokenizer."""
    text = " ".join(text.strip().translate(str.maketrans(replaced)).split())
    text = re.sub(r"([.!?…])\s*[,;:]", r"\1", text)
    text = text[:1].upper() + text[1:]
    return text if text.rstrip(f" {MARK}").endswith((".", "!", "?")) else text + "."


STARTERS = """
nobody everybody anybody anyone wonderful unfortunately fortunately nevertheless nonetheless therefore meanwhile
moreover furthermore otherwise however although whenever wherever whoever whatever yesterday tonight monday tuesday
wednesday thursday friday saturday sunday january february april june july august september october november december
congratulations absolutely actually apparently basically certainly definitely especially eventually finally generally
honestly hopefully maybe normally obviously occasionally originally perhaps possibly probably recently seriously
sometimes somewhere suddenly surely typically usually welcome
""".split()  # begin sentences
LETTERED = (
    "vitamin section plan class grade type hepatitis group part side team appendix exhibit level series block gate "
    "terminal point option unit zone room line"
).split()  # before a single A, the letter
NEEDED = [
    *ONES, *TENS[2:], "hundred", "thousand", "point", "o", *SAID_AS.values(), *EVERYDAY, *"abcdefghijklmnopqrstuvwxyz",
]  # fmt: skip


def counts_of(sentences: list[str]) -> collections.Counter:
    """How often each word occurs, in lower case."""
    return collections.Counter(w.strip(".,?!").lower() for s in sentences for w in s.split())


def dictionary() -> dict[str, object]:
    """hibari's words, names with a capital."""
    import gzip

    from hibari.tts import ASSETS

    with gzip.open(f"{ASSETS}/lexicon_us_gold.json.gz") as file:
        return json.load(file)


def names_of(known: dict[str, object]) -> set[str]:
    return {w.lower() for w in known if w.isalpha() and w[0].isupper() and w[1:].islower()}


def is_word(text: str) -> bool:
    """Whether a rule can hold it."""
    return bool(text.strip("'")) and set(text) <= set(LETTERS) and len(text) <= 20


def pronunciations(sentences: list[str]) -> dict[str, str]:
    """Words in lower case, the most frequent first, with phones in the teachers' alphabet."""
    from hibari import Hibari

    speak = Hibari().g2p
    running: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for sentence in sentences[:RUNNING]:
        words, said = sentence.split(), speak(sentence).split()
        if len(words) == len(said):
            for word, phones in zip(words, said):
                running[word.strip(".,?!").lower()][phones.strip(".,?!;:—…")] += 1
    counts, known = counts_of(sentences), dictionary()
    ranked = [
        *NEEDED,
        *(w for w, n in counts.most_common() if n > 1),
        *(w for w in known if w.islower()),
        *sorted(names_of(known)),
    ]
    ranked += [w for w, n in counts.most_common() if n == 1]
    out: dict[str, str] = {}
    for word in dict.fromkeys(ranked):
        if len(out) >= WORDS:
            break
        if not is_word(word):
            continue
        capital = word.capitalize() if len(word) == 1 or word.capitalize() in known and word not in known else word
        said = running[word].most_common(1)[0][0] if word in running else speak(capital).strip()
        if said and " " not in said and symbols(said):
            out[word] = said
    return out


def rules(words: dict[str, str]) -> dict[str, str]:
    """What is replaced, and by what. `words` have phones in the teachers' alphabet."""

    def phones(text: str) -> str:
        return " ".join(symbols(words[w]) or "" for w in text.split()) + " "

    spelt = spelling.rules(words)
    table = {group.capitalize(): said for group, said in spelt.items()} | spelt
    table |= {MARK: " ", f"{MARK} ": " "}
    for mark in PUNCTUATION:  # dots in a row, and "?!", are one mark
        table |= {" ".join(mark * n): mark for n in range(2, 7)}
    table |= {"? !": "?", "! ?": "!", "? ! ?": "?", "? ? !": "?", "! ! ?": "!"}
    for n in range(10):
        table[str(n)] = " " + phones(ONES[n])
        table[f".{n}"] = " " + phones(f"point {ONES[n]}")  # a decimal
    for n in range(10000):
        said = phones(spell_number(n) if n < 1000 else spell_four_digits(n))
        table[f"{MARK} {n} "] = " " + said
        if n < 100:
            table[f"{n} "] = " " + said
    for rank, (word, said) in enumerate(words.items()):
        # Where the text has no last mark, the reference puts a full stop there without a space; it is left out.
        for end in " .":
            table[f"{MARK} {word}{end}"] = f" {symbols(said)} "
            if rank < FIRST_WORDS or word in STARTERS:
                table[f"{word.capitalize()}{end}"] = f" {symbols(said)} "
    table |= letter_a(words)
    # The reference makes the first character a capital, of phones too.
    table |= {s.upper(): s for s in SYMBOLS if s.upper() != s}
    return {key: value for key, value in table.items() if key != value}


def letter_a(words: dict[str, str]) -> dict[str, str]:
    """The letter A in place of the article: beside another letter, after some nouns, before a mark."""
    name, table = symbols("ˈA"), {}
    letters = "bcdefghjklmnopqrstuvwxyz"
    said = {word: symbols(words[word]) for word in [*letters, *LETTERED] if word in words}
    for word, phones in said.items():
        for first in (f"{MARK} {word}", word.capitalize()):
            table[f"{first} {MARK} a "] = f" {phones} {name} "
    for letter in letters:
        table[f"{MARK} a {MARK} {letter} "] = table[f"A {MARK} {letter} "] = f" {name} {said[letter]} "
    return table | {f"{MARK} a {mark}": f" {name} {mark}" for mark in PUNCTUATION} | {f"{MARK} a.": f" {name} "}


def train_tokenizer(table: dict[str, str], folder: Path) -> None:
    """Writes folder/tokenizer.model with the rules of `table`.

    Its pieces are single characters; what it is trained on has to contain them all, where no rule applies.
    """

    def hexadecimal(text: str) -> str:
        return " ".join(f"{ord(c):X}" for c in text)

    with open(folder / "tokenizer.tsv", "w") as file:
        for key, value in sorted(table.items()):
            file.write(f"{hexadecimal(key)}\t{hexadecimal(value)}\n")
    alphabet = PUNCTUATION + "".join(SYMBOLS)
    with open(folder / "tokenizer.txt", "w") as file:
        file.writelines(alphabet[i:] + alphabet[:i] + "\n" for i in range(len(alphabet)))
    with contextlib.chdir(folder):  # the model keeps the names of these files, which should say nothing of the machine
        sentencepiece.SentencePieceTrainer.train(
            input="tokenizer.txt", model_prefix="tokenizer", model_type="unigram", vocab_size=len(alphabet) + 4,
            max_sentencepiece_length=1, character_coverage=1.0, normalization_rule_tsv="tokenizer.tsv", minloglevel=2,
            add_dummy_prefix=True, remove_extra_whitespaces=True, hard_vocab_limit=True, unk_id=0, bos_id=1, eos_id=2,
        )  # fmt: skip


def write_config(folder: Path) -> None:
    """folder/config.yaml: the architecture of SCRIPTS/config.yaml, and the characters to replace."""
    config = yaml.safe_load((SCRIPTS / "config.yaml").read_text())
    config["replace_characters"] = replaced_characters()
    config["flow_lm"]["lookup_table"]["n_bins"] = len(PUNCTUATION) + len(SYMBOLS) + 4
    (folder / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False, width=120))


class Tokenizer:
    """Texts to token ids, and these to the teachers' alphabet."""

    def __init__(self, folder: Path = FOLDER):
        self.model = sentencepiece.SentencePieceProcessor(str(folder / "tokenizer.model"))
        self.pieces = [self.model.id_to_piece(i) for i in range(self.model.vocab_size())]

    def ids(self, text: str) -> list[int]:
        return self.model.encode(prepared(text))

    def spoken(self, ids: list[int]) -> list[str]:
        """What each token is in the teachers' alphabet: a phone with its stress, a space, a mark, or nothing (before a
        mark).
        """
        pieces = [self.pieces[i] for i in ids]
        out = []
        for piece, following in zip(pieces, [*pieces[1:], "."]):
            if piece == "▁":
                out.append(" " if out and following not in PUNCTUATION else "")
            else:
                out.append(SPOKEN.get(piece, piece if piece in PUNCTUATION else ""))
        return out


def main() -> None:
    sentences = (FOLDER / "sentences.txt").read_text().splitlines()
    words = pronunciations(sentences)
    (FOLDER / "lexicon.json").write_text(json.dumps(words, ensure_ascii=False))
    train_tokenizer(rules(words), FOLDER)
    write_config(FOLDER)
    print(len(words), "words,", (FOLDER / "tokenizer.model").stat().st_size / 1e6, "MB")


if __name__ == "__main__":
    main()
