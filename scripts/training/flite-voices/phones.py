"""The phones of flite's lexicon, and one character of the tokenizer for each.

The shipped model's tokens are these phones. Their names are letters of Unicode's phonetic block, so that none of them
occurs in a text: what has been made phones goes through the tokenizer a second time.
"""

CONSONANTS = dict(
    zip(
        "b d f hh y k l m n p s t v w z g ng r sh zh dh th jh ch".split(),
        "ɓɖɸɦʝʞɭɱɳʠʂʈʋʍʐɡɧɹʃʒʗʘʤʧ",
    )
)
# Each vowel without and with stress.
VOWELS = dict(
    aa="ɑɒ", ae="ʛʕ", ah="ʌɐ", ao="ɔɕ", aw="ɶʬ", ax="əɚ", ay="ɨɿ", eh="ɛɜ", er="ɻɼ", ey="ɘɞ", ih="ɪʏ", iy="ɩɥ",
    ow="ɵɷ", oy="ɤʆ", uh="ʊɣ", uw="ʉɯ",
)  # fmt: skip
PUNCTUATION = ".,?!"
SYMBOLS = sorted([*CONSONANTS.values(), *(c for pair in VOWELS.values() for c in pair)])
SPOKEN: dict[str, str] = {}  # the other voices' teachers read phones aloud; flite reads text

# What spelling.py's first guesses for single letters are called here.
_GUESSES = {
    "h": "hh", "ʤ": "jh", "ɡ": "g", "ɹ": "r", "æ": "ae", "ɛ": "eh", "ɪ": "ih", "ɑ": "aa", "ʌ": "ah", "i": "iy",
}  # fmt: skip


def symbols(said: str) -> str | None:
    """The tokenizer's characters for a word, which may be such characters already."""
    if set(said) <= set(SYMBOLS):
        return said or None
    names = [_GUESSES.get(c, c) for c in said]
    return "".join(CONSONANTS[n] if n in CONSONANTS else VOWELS[n][0] for n in names)
