"""The phones of the two teachers (Kokoro's alphabet, which hibari shares), and one character of the tokenizer for each.

The tokenizer's characters must not be letters that occur in English text, accented ones included, since text that has
been made phones goes through the tokenizer a second time; so all of them are from Unicode's block of phonetic letters.
"""

CONSONANTS = dict(zip("bdfhjklmnpstvwzɡŋɹʃʒðθʤʧT", "ɓɖɸɦʝʞɭɱɳʠʂʈʋʍʐɡɧɹʃʒʗʘʤʧɾ"))
# Each vowel without stress, with the word's main one, with a lesser one.
VOWELS = {
    "A": "ɘɞɝ", "I": "ɨɿʅ", "O": "ɵɷʚ", "W": "ɶʬʭ", "Y": "ɤʆʓ", "æ": "ʛʕʢ", "ɑ": "ɑɒʖ", "ə": "əɚʡ", "ɛ": "ɛɜɺ",
    "ɜ": "ɻɼɽ", "i": "ɩɥʇ", "ɪ": "ɪʏɟ", "u": "ʉɯɰ", "ʊ": "ʊɣʊ", "ʌ": "ʌɐɠ", "ɔ": "ɔɕʑ", "ᵊ": "ʁ", "ᵻ": "ɫ",
}  # fmt: skip
STRESSES = ("", "ˈ", "ˌ")
PUNCTUATION = ".,?!"
REPLACED = {
    "ɐ": "ə",
    "ː": "",
    "ʲ": "",
    "ʰ": "",
    "ɾ": "T",
    "ʔ": "t",
    "ᵗ": "t",
    "r": "ɹ",
    "g": "ɡ",
    "x": "k",
    "ʦ": "ts",
}  # of rare or foreign words

SPOKEN: dict[str, str] = {symbol: phone for phone, symbol in CONSONANTS.items()}  # a symbol to the teachers' alphabet
for _vowel, _symbols in VOWELS.items():
    for _stress, _symbol in reversed(list(zip(STRESSES, _symbols))):
        SPOKEN[_symbol] = _stress + _vowel
SYMBOLS = sorted(SPOKEN)


def symbols(phonemes: str) -> str | None:
    """The tokenizer's characters for a word in the teachers' alphabet; None where there is no such phone."""
    for old, new in REPLACED.items():
        phonemes = phonemes.replace(old, new)
    out, stress = "", 0
    for phone in phonemes:
        if phone in STRESSES:
            stress = STRESSES.index(phone)
        elif phone in VOWELS:
            of_vowel = VOWELS[phone]
            out, stress = out + of_vowel[min(stress, len(of_vowel) - 1)], 0
        elif phone in CONSONANTS:
            out += CONSONANTS[phone]
        else:
            return None
    return out or None
