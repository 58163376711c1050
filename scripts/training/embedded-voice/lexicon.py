"""The tokenizer: characters, with a pronouncing lexicon as its normalisation rules.

SentencePiece rewrites text by a table of "longest match first" rules before it cuts it into pieces. Here every rule turns a
common word and the space after it into phones, one character each, so that the language model need not learn English
spelling by heart; a word that has no rule stays as letters, which the model reads too. The config puts a space before
each punctuation mark, hence every word ends in a space.
"""

import contextlib
from pathlib import Path

import sentencepiece

CONSONANTS = dict(
    b="ƀ", ch="č", d="đ", dh="ð", f="ƒ", g="ɡ", hh="ħ", jh="ǰ", k="ķ", l="ł", m="ɱ", n="ɲ", ng="ŋ", p="ƥ", r="ɹ", s="ş", sh="ʃ",
    t="ŧ", th="θ", v="ʋ", w="ʍ", y="ʝ", z="ʐ", zh="ʒ",
)  # fmt: skip
# Each vowel without and with stress.
VOWELS = dict(
    aa="ɑα", ae="æǽ", ah="ʌλ", ao="ɔό", aw="ɐâ", ax="əΘ", ay="ɨî", eh="ɛέ", er="ɝĕ", ey="ɘê", ih="ɪί", iy="ɩĩ", ow="øô", oy="œŏ",
    uh="ʊύ", uw="ʉû",
)  # fmt: skip
PHONES = sorted([*CONSONANTS, *VOWELS])
LETTERS = "abcdefghijklmnopqrstuvwxyz'"
PUNCTUATION = ".,?!"

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def symbol(phone: str, stressed: bool) -> str:
    return CONSONANTS[phone] if phone in CONSONANTS else VOWELS[phone][stressed]


def spell_number(n: int) -> str:
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (" " + ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return ONES[n // 100] + " hundred" + (" " + spell_number(n % 100) if n % 100 else "")
    return spell_number(n // 1000) + " thousand" + (" " + spell_number(n % 1000) if n % 1000 else "")


def spell_year(n: int) -> str:
    if 2000 <= n < 2010 or n % 1000 == 0:
        return spell_number(n)
    rest = "hundred" if n % 100 == 0 else ("o " if n % 100 < 10 else "") + spell_number(n % 100)
    return spell_number(n // 100) + " " + rest


def rules(lexicon: dict[str, str]) -> dict[str, str]:
    """Words, numbers and decimals, each with the text that takes its place."""

    def phones(words: str) -> str:
        return " ".join(lexicon.get(word, word) for word in words.split())

    table = {word + " ": said + " " for word, said in lexicon.items()}
    for n in range(1000):
        table[str(n) + " "] = phones(spell_number(n)) + " "
        table[str(n)] = phones(spell_number(n)) + " "  # before a letter or a further digit
    for n in range(1000, 2100):
        table[str(n)] = phones(spell_year(n)) + " "
        table[str(n) + " "] = table[str(n)]
    for n in range(0, 100):
        table["0" + str(n) if n < 10 else "00"] = " ".join(phones("zero") for _ in "00") + " " if n >= 10 else phones(
            "zero " + ONES[n]
        ) + " "
    for n in range(10):
        table["." + str(n)] = phones("point " + ONES[n]) + " "
    return table


def train_tokenizer(lexicon: dict[str, str], folder: Path) -> None:
    """Writes folder/tokenizer.model. Its pieces are single characters; what it is trained on has to contain them all, where no rule applies."""

    def hexadecimal(text: str) -> str:
        return " ".join(f"{ord(c):X}" for c in text)

    with open(folder / "tokenizer.tsv", "w") as file:
        for key, value in sorted(rules(lexicon).items()):
            file.write(f"{hexadecimal(key)}\t{hexadecimal(value)}\n")
    alphabet = LETTERS + PUNCTUATION + "".join(CONSONANTS.values()) + "".join(VOWELS.values())
    with open(folder / "tokenizer.txt", "w") as file:
        file.writelines(alphabet[i:] + alphabet[:i] + "\n" for i in range(len(alphabet)))
    with contextlib.chdir(folder):  # the model keeps the names of these files, which should say nothing of the machine
        sentencepiece.SentencePieceTrainer.train(
            input="tokenizer.txt", model_prefix="tokenizer", model_type="unigram", vocab_size=len(alphabet) + 4,
            max_sentencepiece_length=1, character_coverage=1.0, normalization_rule_tsv="tokenizer.tsv", minloglevel=2,
            add_dummy_prefix=True, remove_extra_whitespaces=True, hard_vocab_limit=True, unk_id=0, bos_id=1, eos_id=2,
        )  # fmt: skip
