"""The shipped model's tokenizer, with rules that match whole words only: `tokenizer.py FOLDER` writes
FOLDER/tokenizer.model and sets the characters to replace in FOLDER/config.yaml.

Pieces and their ids are those that the model was trained with; only the normalisation rules and the phones' names are
new. The rules are those of ../embedded-voice/lexicon.py, with flite's pronunciations: of running text where the word
occurs there, else of a list of words.
"""

import json
import sys
from pathlib import Path

import teacher
from sentencepiece import sentencepiece_model_pb2
from shared import load

import lexicon as lexicon_of_pieces  # of the scripts that made the pieces
import phones
from settings import EMBEDDED, FOLDER

spelling = load("spelling")
lexicon = load("lexicon")  # of the scripts of the other voices

WORDS = 40000
SAID_LIKE = dict(read="reed", lead="leed", dr="doctor", st="saint", mr="mister")
LETTERED = (
    "vitamin section plan class grade type hepatitis group part side team appendix exhibit level series block gate "
    "terminal point option unit zone room line"
).split()  # before a single A, the letter


def renamed(text: str) -> str:
    """With the phones' new names."""
    old, new = lexicon_of_pieces, phones
    names = {old.CONSONANTS[p]: new.CONSONANTS[p] for p in new.CONSONANTS}
    names |= {old.VOWELS[p][i]: new.VOWELS[p][i] for p in new.VOWELS for i in (0, 1)}
    return "".join(names.get(c, c) for c in text)


def said(found: list[teacher.Phone]) -> str:
    return "".join(lexicon_of_pieces.symbol(p.name, p.stressed) for p in found if p.word >= 0)


def read_aloud(words: list[str]) -> dict[str, str]:
    """Pronunciations, of eight words at a time; alone where flite makes other words of one of the eight."""
    out: dict[str, str] = {}
    for u in teacher.speak("slt", [" ".join(words[i : i + 8]) + "." for i in range(0, len(words), 8)]):
        for word, found in teacher.words_with_phones(u) or []:
            out.setdefault(word.rstrip("."), said(found))
    left = [word for word in words if word not in out]
    return out | {word: said(u.phones) for word, u in zip(left, teacher.speak("slt", [w + "." for w in left]))}


def pronunciations() -> dict[str, str]:
    known: dict[str, str] = json.loads((FOLDER / "lexicon.json").read_text())
    counts, others = lexicon.counts_of((FOLDER / "sentences.txt").read_text().splitlines()), lexicon.dictionary()
    ranked = [
        *lexicon.NEEDED,
        *LETTERED,
        *(word for word, _ in counts.most_common() if word in known),
        *known,
        *(word for word in others if word.islower()),
        *sorted(lexicon.names_of(others)),
    ]
    words = [w for w in dict.fromkeys(ranked) if lexicon.is_word(w)][:WORDS]
    known |= read_aloud([w for w in words if w not in known])
    known |= read_aloud(list(SAID_LIKE.values()))
    known |= {word: known[like] for word, like in SAID_LIKE.items()}
    return {word: renamed(known[word]) for word in words}


def rules(words: dict[str, str]) -> dict[str, str]:
    table = lexicon.rules(words)
    # In training a full stop had a space before it. One that the reference adds has none.
    table |= {key: value + "." for key, value in table.items() if key[-1] == "." and key[0] not in ".?! "}
    for group, phones_of_it in spelling.rules(words).items():
        end = group.strip() + "."
        if group[-1] == " " or end not in table:
            table[end] = table[end.capitalize()] = phones_of_it.strip() + " ."
    return table | letter_a(words)


def letter_a(words: dict[str, str]) -> dict[str, str]:
    """The letter A in place of the article: beside another letter, after some nouns, before a mark."""
    mark, name, table = lexicon.MARK, phones.VOWELS["ey"][1], {}
    for word in [*"bcdefghjklmnopqrstuvwxyz", *LETTERED]:
        for first in (f"{mark} {word}", word.capitalize()):
            table[f"{first} {mark} a "] = f" {words[word]} {name} "
            if len(word) == 1:
                table[f"{first} {mark} a."] = f" {words[word]} {name} ."
    for letter in "bcdefghjklmnopqrstuvwxyz":
        table[f"{mark} a {mark} {letter} "] = table[f"A {mark} {letter} "] = f" {name} {words[letter]} "
    return table | {f"{mark} a {end}": f" {name} {end}" for end in phones.PUNCTUATION} | {f"{mark} a.": f" {name} ."}


def main() -> None:
    folder = Path(sys.argv[1])
    words = pronunciations()
    lexicon.FIRST_WORDS = len(words)  # any word may begin a text, and "yes" is rare in WordNet
    lexicon.train_tokenizer(rules(words), folder)
    shipped, made = (sentencepiece_model_pb2.ModelProto() for _ in range(2))
    shipped.ParseFromString((EMBEDDED / "tokenizer.model").read_bytes())
    made.ParseFromString((folder / "tokenizer.model").read_bytes())
    shipped.normalizer_spec.CopyFrom(made.normalizer_spec)
    for piece in shipped.pieces:
        if piece.type == piece.NORMAL:
            piece.piece = renamed(piece.piece)
    (folder / "tokenizer.model").write_bytes(shipped.SerializeToString())
    path = folder / "config.yaml"
    lines = path.read_text().splitlines()
    for i, line in enumerate(lines):
        if line.startswith("replace_characters:"):
            lines[i] = "replace_characters: " + json.dumps(lexicon.replaced_characters())
        elif line.startswith("capitalize_first_letter:"):
            lines[i] = "capitalize_first_letter: true"
    path.write_text("\n".join(lines) + "\n")
    print(len(words), "words,", (folder / "tokenizer.model").stat().st_size / 1e6, "MB")


if __name__ == "__main__":
    main()
