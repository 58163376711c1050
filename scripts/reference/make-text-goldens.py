#!/usr/bin/env python3
"""Makes the data that our tokenizer and text chunking are compared with.

    $(scripts/reference/setup) scripts/reference/make-text-goldens.py --golden Tests/Fixtures/text
    $(scripts/reference/setup) scripts/reference/make-text-goldens.py --full FOLDER
    POCKET_TTS_TEXT_CORPUS=FOLDER swift test --filter TextCorpusTests

The golden set is small and committed. The full set has at least 20,000 lines and is not committed; the third command
compares with it.

Runs with the reference's Python (pocket-tts 4.0.1 with its sentencepiece and tokenizers). The full corpus takes its
real text from the manual pages of this machine (Debian: apt-get install manpages manpages-{de,fr,es,it,nl,pt-br});
everything that is committed is made from the sentences below.

A set is a folder of
  texts.json        the corpus, a list of strings
  configs.json      text switches
  tokenizers/       what was trained on it, .model and .json
  encodings/*.jsonl per tokenizer and text: ids, what they decode to (null = the text), start, end, what ids[start:end]
                    decode to
  chunks.jsonl      text, tokenizer, config and max_tokens (by index) with the chunks, null for what the reference
                    refuses
"""

import argparse
import glob
import gzip
import io
import itertools
import json
import logging
import pathlib
import random
import re
import string
import tempfile
import unicodedata

import sentencepiece
import tokenizers
from pocket_tts.models.text_chunking import prepare_text_prompt, split_into_best_sentences
from pocket_tts.modules.text_conditioner import JsonTokenizer, SentencePieceTokenizer
from tokenizers import AddedToken, Regex, decoders, models, normalizers, pre_tokenizers, processors

SENTENCES = {
    "en": [
        "The kettle whistled before anyone had found a clean cup.",
        "Did you really walk all the way from the station?",
        "At 7.45 a.m. the ferry left; by 8:30 we could no longer see the lighthouse.",
        '"Wait," she said, "that isn\'t mine!"',
        "Prices rose by 3.5% in 2024, from $1,250.00 to $1,293.75.",
        "Dr. Okafor's team measured 0.05 mm, not 0.5.",
        "Nobody knew why the bells rang twice… but they did.",
        "We sell apples, pears, plums, figs, quinces, and, in a good year, medlars.",
        "It's a well-known, half-forgotten, much-loved tune — the one my grandfather hummed.",
        "OK",
        "The quick brown fox jumps over the lazy dog",
        "Please hold the line; someone will be with you shortly:",
    ],
    "fr": [
        "Le boulanger ouvre à six heures et demie, même en hiver.",
        "Où as-tu laissé les clés de la voiture ?",
        "« Ce n'est pas grave », répondit-elle, « nous avons le temps. »",
        "L'œuvre coûte 12,50 € ; l'encadrement, 30 € de plus.",
        "Ça suffit ! Rentrez tous avant la nuit.",
        "Il a plu hier, aujourd’hui, et il pleuvra sans doute demain.",
        "Noël approche : les vitrines s'illuminent déjà.",
        "Quel été étrange… presque sans soleil.",
    ],
    "de": [
        "Über den Dächern kreisten die Mauersegler bis zum späten Abend.",
        "Hast du die Straßenbahn noch erwischt?",
        "„Das glaube ich dir nicht“, sagte er, „aber erzähl weiter.“",
        "Der Zug fährt um 14.05 Uhr von Gleis 3 ab.",
        "Im Jahr 1989 kostete ein Brötchen 0,05 Mark.",
        "ßonderbar beginnt kein Wort.",
        "Donaudampfschifffahrtsgesellschaftskapitän ist ein langes Wort.",
        "Äpfel, Öl und Übermut: mehr brauchte sie nicht!",
    ],
    "it": [
        "La nonna prepara gli gnocchi ogni giovedì, da sempre.",
        "Perché non mi hai telefonato ieri sera?",
        "L'autobus n. 64 passa ogni 12 minuti circa.",
        "Città, caffè, virtù, perché: gli accenti contano.",
        "«Non c'è fretta», disse il pescatore; «il mare aspetta».",
        "Che bella giornata! Andiamo a piedi?",
        "Il biglietto costa 3,20 euro.",
        "È tardi; domani è un altro giorno...",
    ],
    "es": [
        "El niño corría detrás de la cometa roja.",
        "¿Cuándo vuelves a casa?",
        "¡Qué sorpresa verte aquí, después de tantos años!",
        "La reunión empieza a las 9.30 en punto.",
        "Compró pan, queso, aceitunas y una botella de vino.",
        "«Mañana será otro día», pensó María.",
        "El pingüino no vuela, pero nada muy bien.",
        "Son 1.500,75 pesos: pague aquí.",
    ],
    "pt": [
        "O comboio para Coimbra parte às 10h15 da linha dois.",
        "Você já provou o pão de queijo da minha avó?",
        "Não há pressa: a maré só sobe à tarde.",
        "A lição número três fala de ações e de corações.",
        "«Amanhã», disse ele, «vamos à praia».",
        "Choveu 12,7 milímetros em São Paulo.",
        "Que saudade!",
        "Ônibus, avião, táxi ou bicicleta?",
    ],
    "nl": [
        "De brug gaat open zodra het schip in zicht komt.",
        "Heb je de fiets alweer buiten laten staan?",
        "’s Morgens drinkt ze koffie, 's avonds thee.",
        "Het kost € 4,95 per stuk; twee voor € 9.",
        "„Kom binnen”, riep hij, „de soep is warm.”",
        "IJsland en IJmuiden beginnen met een ij.",
        "Om 17.30 uur sluit de markt!",
        "Een coöperatie van ruïnebouwers, wie verzint het?",
    ],
}

# fmt: off
NASTY = [
    "", " ", "\n", "\t \r\n", "\u00a0", "\u3000\u2003", "\x1c\x1d\x1e\x1f", "\x85", "\u200b", "\ufeff", ".", "...", "…",
    "?!", ",;:",
    '"', '""', "«»", ")]", "-", "--", "—", "a", "A", "1", "1.", "1.5", ".5", "5. 5", "3.14159 is pi. 2.71 is e. 10.",
    "1.2.3.4", "v1.2.3!4",
    "²³. ²", "٣.١٤ و ٢.٧", "①.②", "½.½", "Ⅷ.Ⅸ", "१.२ और ३.४",
    "ß", "ßa", "ŉ", "ǆ ǅ Ǆ", "ǅa", "ﬁne", "ﬀ", "ŉacht", "ΐ", "ᾳ", "ᾼ", "ı i İ I", "ǰ", "ʼn", "ა", "ᏸ", "ꭰ", "𐐨",
    "é e\u0301", "ͅa", "ⅷ", "ⓐ",
    "a\x00b", "\x00", "a\x01b\x7fc", "a\u00adb", "\u200d\u200c", "\u202eabc\u202c", "\ufffd", "\U0010ffff", "\ue000",
    "\ufdd0",
    "a  b", "a   b", "a    b     c", "  a  ", "a \n b", "a\n\nb", "a\r\nb", "a\n \nb", "a\u00a0b\u2003c\u3000d",
    "a\x1cb\x1fc", "a\x85b\u2028c\u2029d",
    "▁", "▁▁a▁b", "a▁b c", "<unk>", "<s>", "</s>", "<pad>", "<0x41>", "<0xE9>", "<0xe9> é", "a<0x0A>b", "<s>hi</s>",
    " <s> hi </s> ", "x<s>y", "[MASK]", "a [MASK] b", "a[MASK]b",
    " <laugh> ha ha", "<laugh>", "sing<laugh>ing", "LAUGH laugh Laugh", " ⁇ ", "⁇",
    "Hi?, she said", '"Hi?", she said', "no.; yes!: well… ,ok", "a. ,b?   ;c!\u00a0:d", "?,,", "?,?,?,", "..,,",
    "what?\n, ok", "end.\u2028;",
    "Hello;", "Hello,", "Hello -", "Hello – —", "Hello;;;", "Hello:'\"", "Hello.'\"", 'Hello")', "(Hello)", "«Hello»",
    "“Hello”", 'Hello," ', 'Hello,"\n', "\"'", "'\"-", "- - -", ",", ";", ":", ". . .", "! ? …",
    "one two three four", "one two three four five", "one two  three four", "one, two; three: four", "a b c d;",
    "one\u00a0two\u00a0three\u00a0four\u00a0five",
    "🙂", "👩‍👩‍👧‍👦 family", "🇫🇷🇩🇪", "1️⃣ 2️⃣", "👍🏽!", "😀😀😀😀😀😀. 😀😀", "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307",
    "\u0301abc", "क्षि", "ก็", "각 각 ᄀᆞ", "각",
    "你好。世界！", "你好,世界.再见!", "日本語のテキスト、です。", "한국어 문장입니다. 정말?", "Привет, мир! Как дела?", "שלום עולם.", "مرحبا بالعالم؟",
    "สวัสดีชาวโลก", "①②③ ㎏ ㍿ ﾊﾝｶｸ ＡＢＣ１２３",
    "Å Å A\u030a ﷺ ㎜ ﬃ", "ſ ẛ̣", "x²y³", "½ ¼ ⅐", "Ⅳ ⅳ", "…", "‥ .. ⋯", "‘a’ ‚b‛ “c” „d‟",
    "a" * 150, "ab" * 70, "z" * 37 + ".", "aaa aa a aaaa aaaaa", "ana" * 40, "." * 60, "!?" * 30, ", " * 30, "a." * 25,
    "1." * 25, "a, " * 25, "5.5 " * 20, "no end " * 30, "w,x;y:z " * 15,
   
    "one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, "
    "thirteen, fourteen, fifteen, sixteen; seventeen: eighteen",
    "qq zz qq zz", "ABCDEFG HIJKLMNOP", "It costs $3.50 today.", "Café naïve – 2026年.", "A  b  c.",
    "Hello world, this is a test.",
    "http://example.org/a?b=c&d=e#f", "a@b.co", "C:\\x\\y", "x = y*(z+1)/2 - 3^4 % 5", '{"a": [1, 2.5, null]}',
    "<b>bold</b>", "a_b__c", "~`|#$%^&*+=",
]
# fmt: on

QUOTES = {
    '"': "",
    "“": "",
    "”": "",
    "„": "",
    "«": "",
    "»": "",
    "(": "",
    ")": "",
    "[": "",
    "]": "",
    "’": "'",
    "‘": "'",
    "–": ",",
    "—": ",",
    ":": ",",
}
SPOKEN = (
    {c: c.lower() for c in string.ascii_uppercase}
    | {str(i): f" {w} " for i, w in enumerate("zero one two three four five six seven eight nine".split())}
    | {"-": " ", "…": ".", ";": ",", "&": " and ", "–": ", ", '"': ""}
)
CASCADE = {"a": "b", "b": "", ".": "..", "e": "é", "\n": "!", "x": "\u2003"}


def switches(**changed):
    base = dict(pad=False, semicolons=False, punctuation=True, capital=True, replace={})
    return base | changed


CONFIGS = [
    switches(),
    switches(pad=True),
    switches(semicolons=True),
    switches(punctuation=False),
    switches(capital=False),
    switches(replace=QUOTES),
    switches(replace=SPOKEN, capital=False, semicolons=True),
    switches(replace=CASCADE),
    switches(pad=True, semicolons=True, replace=QUOTES),
    switches(punctuation=False, capital=False),
]
MAX_TOKENS = [50, 12, 5, 1, 25, 1000]


# ---------------------------------------------------------------- corpus


def assigned(code):
    return unicodedata.category(chr(code)) not in ("Cn", "Cs")


SPACES = [c for c in map(chr, range(0x110000)) if c.isspace()]
FUZZ = {
    "ascii": [chr(c) for c in range(32, 127)],
    "latin": [chr(c) for c in range(0xA0, 0x250)],
    "control": [chr(c) for c in itertools.chain(range(0, 32), range(0x7F, 0xA0))]
    + ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u202e"],
    "combining": [chr(c) for c in range(0x300, 0x370)],
    "greek_cyrillic": [chr(c) for c in range(0x370, 0x530) if assigned(c)],
    "cjk": [
        chr(c)
        for c in itertools.chain(
            range(0x3041, 0x3100), range(0x4E00, 0x4F00), range(0xAC00, 0xAC80), range(0xFF01, 0xFF60)
        )
    ],
    "indic": [chr(c) for c in range(0x900, 0xE80) if assigned(c)],
    "emoji": [chr(c) for c in itertools.chain(range(0x1F300, 0x1F650), range(0x1F1E6, 0x1F200))]
    + ["\u200d", "\ufe0f", "\U0001f3fd"],
    "digits": list("0123456789.,-") + list("²³¹½①٣٤१२") + ["Ⅷ"],
    "punctuation": list(".!?…,;:-–—\"'“”’‘«»()[]¿¡") + [" "],
    "space": SPACES,
    "forms": [
        chr(c)
        for c in itertools.chain(
            range(0xFB00, 0xFB07), range(0x2100, 0x2190), range(0x3300, 0x3400), range(0x1E00, 0x2000)
        )
        if assigned(c)
    ],
}


def fuzz_line(rng, words):
    kind = rng.random()
    if kind < 0.15:
        anything = []
        while len(anything) < rng.randint(1, 30):
            code = rng.randrange(0x110000)
            if assigned(code):
                anything.append(chr(code))
        return "".join(anything)
    if kind < 0.5:
        pools = [FUZZ[k] for k in rng.sample(list(FUZZ), rng.randint(1, 3))]
        return "".join(rng.choice(rng.choice(pools)) for _ in range(rng.randint(1, 60)))
    parts = []
    for _ in range(rng.randint(1, 25)):
        roll = rng.random()
        if roll < 0.6:
            parts.append(rng.choice(words))
        elif roll < 0.75:
            parts.append("".join(rng.choice(FUZZ["punctuation"]) for _ in range(rng.randint(1, 5))))
        elif roll < 0.85:
            parts.append(
                f"{rng.randint(0, 9999)}.{rng.randint(0, 99)}" if rng.random() < 0.7 else str(rng.randint(0, 10**9))
            )
        else:
            pool = FUZZ[rng.choice(list(FUZZ))]
            parts.append("".join(rng.choice(pool) for _ in range(rng.randint(1, 4))))
        parts.append(rng.choice(["", " ", " ", " ", "  ", "   ", ". ", ", ", ".", "\n", rng.choice(SPACES)]))
    return "".join(parts)


def manual_page_lines(folder):
    """Prose of manual pages, without their markup."""
    for path in sorted(glob.glob(f"/usr/share/man/{folder}/man[1-8]/*.gz")):
        try:
            source = gzip.open(path, "rt", encoding="utf-8").read()
        except (OSError, UnicodeDecodeError):
            continue
        for line in source.split("\n"):
            if line[:1] in (".", "'", "") or len(line) < 25:
                continue
            line = re.sub(r"\\f[BIRP]|\\f\(..|\\[&/,|^]|\\s[+-]?\d", "", line)
            line = (
                line.replace("\\-", "-")
                .replace("\\(aq", "'")
                .replace("\\(dq", '"')
                .replace("\\e", "\\")
                .replace("\\ ", " ")
            )
            if "\\" not in line:
                yield line


def make_corpus(rng, full):
    lines = list(NASTY)
    mine = list(itertools.chain(*SENTENCES.values()))
    lines += mine
    words = sorted({w for line in mine for w in line.split()})
    if full:
        for folder in [".", "de", "fr", "es", "it", "nl", "pt_BR"]:
            found = sorted(set(manual_page_lines(folder)))
            if not found:
                raise SystemExit(f"no manual pages in /usr/share/man/{folder}: see the head of this script")
            picked = rng.sample(found, min(2200, len(found)))
            lines += picked
            words += rng.sample(sorted({w for line in picked for w in line.split()}), 500)
        real = [line for line in lines if 25 <= len(line) < 200]
        for _ in range(1500):
            lines.append(
                rng.choice([" ", " ", "  ", "\n", "\n\n"]).join(rng.choice(real) for _ in range(rng.randint(2, 12)))
            )
        lines += [fuzz_line(rng, words) for _ in range(7000)]
    else:
        for _ in range(15):
            lines.append(rng.choice([" ", "  ", "\n"]).join(rng.choice(mine) for _ in range(rng.randint(2, 6))))
        lines += [fuzz_line(rng, words)[:60] for _ in range(90)]
        real = mine
    return lines, real


# ---------------------------------------------------------------- tokenizers


def train(folder, name, texts, vocab_size, **options):
    lines = [t for t in texts if t.strip() and "\x00" not in t]
    options = (
        dict(
            model_type="unigram",
            character_coverage=0.9995,
            hard_vocab_limit=False,
            pad_id=3,
            minloglevel=2,
            num_threads=1,
            max_sentence_length=20000,
            normalization_rule_name="identity",
        )
        | options
    )
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, vocab_size=vocab_size, **options
    )
    path = folder / f"{name}.model"
    path.write_bytes(model.getvalue())
    return path


PUBLISHED = dict(byte_fallback=True, split_digits=True, remove_extra_whitespaces=False, max_sentencepiece_length=6)
RULES = "41\t61\nC4\tE4\nFB01\t66 69\n2026\t2E 2E 2E\n65 301\tE9\n61 30A\tE5\nA0\t20\n9\t20\nAD\t\n1F642\t3A 29\n"


def fields(message):
    """(number, wire type, value, bytes) of a protobuf message."""
    position = 0

    def varint():
        nonlocal position
        value = shift = 0
        while True:
            byte = message[position]
            position += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while position < len(message):
        start = position
        key = varint()
        kind = key & 7
        if kind == 0:
            value = varint()
        elif kind == 2:
            length = varint()
            value = message[position : position + length]
            position += length
        else:
            size = {1: 8, 5: 4}[kind]
            value = message[position : position + size]
            position += size
        yield key >> 3, value, message[start:position]


def varint_bytes(value):
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def with_unused(path, name, every):
    """A copy of a model in which some longer normal pieces are marked unused."""
    out = bytearray()
    index = 0
    for number, value, raw in fields(path.read_bytes()):
        if number == 1:
            piece = {n: v for n, v, _ in fields(value)}
            if piece.get(3, 1) == 1 and len(piece[1].decode()) > 1 and index % every == 0:
                value = value + b"\x18\x05"
                raw = b"\x0a" + varint_bytes(len(value)) + value
            index += 1
        out += raw
    copy = path.with_name(f"{name}.model")
    copy.write_bytes(bytes(out))
    return copy


def charsmap(path):
    normalizer_spec = next(v for n, v, _ in fields(path.read_bytes()) if n == 3)
    return next(v for n, v, _ in fields(normalizer_spec) if n == 2)


def pieces_of(path):
    sp = sentencepiece.SentencePieceProcessor(str(path))
    return [(sp.id_to_piece(i), sp.get_score(i)) for i in range(sp.vocab_size())]


def merges_of(pieces):
    """Merges of a SentencePiece BPE vocabulary: every way to cut a piece into two, best piece first."""
    ids = {p: i for i, (p, _) in enumerate(pieces)}
    merges = []
    for piece, score in pieces:
        cuts = [(piece[:i], piece[i:]) for i in range(1, len(piece)) if piece[:i] in ids and piece[i:] in ids]
        merges += [(left, right, score) for left, right in sorted(cuts, key=lambda c: (ids[c[0]], ids[c[1]]))]
    return [(left, right) for left, right, _ in sorted(merges, key=lambda m: -m[2])]


def special(*contents):
    return [AddedToken(c, special=True, normalized=False) for c in contents]


def llama_decoder(strip=1):
    return decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", strip, 0)]
    )


def llama_normalizer():
    return normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])


def make_json(folder, models_by_name):
    def save(name, tokenizer):
        tokenizer.save(str(folder / f"{name}.json"), pretty=False)

    unigram = pieces_of(models_by_name["unigram"])
    bpe = pieces_of(models_by_name["bpe"])
    vocabulary = {p: i for i, (p, _) in enumerate(bpe)}
    merges = merges_of(bpe)

    # As the published files are.
    t = tokenizers.Tokenizer(models.Unigram(unigram, unk_id=0, byte_fallback=True))
    t.normalizer, t.decoder = llama_normalizer(), llama_decoder()
    save("unigram-prepend", t)

    t = tokenizers.Tokenizer(models.Unigram(unigram, unk_id=0, byte_fallback=True))
    t.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme="always", split=True)
    t.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace("▁", prepend_scheme="always")])
    t.add_special_tokens(special("<unk>", "<s>", "</s>", "<pad>"))
    save("unigram-metaspace", t)

    t = tokenizers.Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    t.normalizer, t.decoder = llama_normalizer(), llama_decoder()
    t.add_special_tokens(special("<s>", "</s>"))
    save("bpe-prepend", t)

    # Without byte tokens, so that unknown characters stay unknown.
    bare = {p: i for i, p in enumerate(p for p in vocabulary if not re.fullmatch("<0x..>", p))}
    bare_merges = [m for m in merges if all(x in bare for x in (*m, "".join(m)))]
    t = tokenizers.Tokenizer(models.BPE(bare, bare_merges, unk_token="<unk>", ignore_merges=True))
    t.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=False),
            pre_tokenizers.Metaspace("▁", prepend_scheme="first", split=True),
        ]
    )
    t.decoder = decoders.Metaspace("▁", prepend_scheme="first")
    t.add_special_tokens(special("<unk>", "<s>", "</s>"))
    t.add_tokens(
        [
            AddedToken("<laugh>", lstrip=True, rstrip=True, normalized=False),
            AddedToken("[MASK]", single_word=True, normalized=False),
            AddedToken("laugh", normalized=True),
            AddedToken("LAUGH", single_word=True, rstrip=True, special=True, normalized=False),
        ]
    )
    t.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="$A $B", special_tokens=[("<s>", bare["<s>"]), ("</s>", bare["</s>"])]
    )
    save("bpe-bare", t)

    t = tokenizers.Tokenizer(
        models.Unigram([p for p in unigram if not re.fullmatch("<0x..>", p[0])], unk_id=0, byte_fallback=False)
    )
    t.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Strip(left=True, right=True)]
    )
    t.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace("▁", prepend_scheme="always")]
    )
    save("unigram-nfkc", t)

    # What converters make of a model with normalisation rules.
    rules = models_by_name["rules"]
    t = tokenizers.Tokenizer(models.Unigram(pieces_of(rules), unk_id=0, byte_fallback=False))
    t.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(charsmap(rules)),
            normalizers.Strip(left=False, right=True),
            normalizers.Replace(Regex(" {2,}"), "▁"),
        ]
    )
    t.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme="always")
    t.decoder = decoders.Metaspace("▁", prepend_scheme="always")
    t.add_special_tokens(special("<s>", "</s>"))
    save("unigram-rules", t)

    t = tokenizers.Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", byte_fallback=True))
    t.normalizer = normalizers.Replace(" ", "▁")
    t.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_previous")
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    save("bpe-split", t)


def make_tokenizers(folder, texts, full, extra):
    folder.mkdir(parents=True, exist_ok=True)
    size = (lambda n: n) if full else (lambda n: min(n, 520))
    made = {
        "unigram": train(folder, "unigram", texts, size(4000), **PUBLISHED),
        "bpe": train(folder, "bpe", texts, size(4000), model_type="bpe", **PUBLISHED),
        "char": train(folder, "char", texts, 200, max_sentencepiece_length=1, pad_id=-1, character_coverage=0.98),
        "chartype": train(folder, "chartype", texts, 200, model_type="char", pad_id=-1, character_coverage=0.98),
        "symbols": train(
            folder,
            "symbols",
            texts,
            size(800),
            user_defined_symbols=["<laugh>", "ing", "…"],
            control_symbols=["<ctl>"],
            add_dummy_prefix=False,
        ),
        "symbols-bpe": train(
            folder,
            "symbols-bpe",
            texts,
            size(800),
            model_type="bpe",
            user_defined_symbols=["<laugh>", "ing", "…"],
            control_symbols=["<ctl>"],
        ),
    }
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as tsv:
        tsv.write(RULES)
        tsv.flush()
        made["rules"] = train(
            folder, "rules", texts, size(600), normalization_rule_tsv=tsv.name, normalization_rule_name=""
        )
    if full:
        made["nfkc"] = train(folder, "nfkc", texts, 2000, normalization_rule_name="nmt_nfkc")
        made["nfkc-cf-bpe"] = train(
            folder,
            "nfkc-cf-bpe",
            texts,
            2000,
            model_type="bpe",
            byte_fallback=True,
            normalization_rule_name="nmt_nfkc_cf",
        )
        made["nfkc-spaces"] = train(
            folder,
            "nfkc-spaces",
            texts,
            1000,
            normalization_rule_name="nfkc",
            remove_extra_whitespaces=False,
            allow_whitespace_only_pieces=True,
        )
        t = tokenizers.Tokenizer(models.Unigram(pieces_of(made["nfkc"]), unk_id=0, byte_fallback=False))
        t.normalizer = normalizers.Sequence(
            [
                normalizers.Precompiled(charsmap(made["nfkc"])),
                normalizers.Strip(left=False, right=True),
                normalizers.Replace(Regex(" {2,}"), "▁"),
            ]
        )
        t.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme="always")
        t.decoder = decoders.Metaspace("▁", prepend_scheme="always")
        t.save(str(folder / "unigram-precompiled.json"))
    with_unused(made["unigram"], "unigram-unused", 5)
    with_unused(made["bpe"], "bpe-unused", 5)
    make_json(folder, made)
    for path in extra:
        (folder / path.name).write_bytes(path.read_bytes())
    return sorted(p.name for p in folder.iterdir())


def load(path):
    if path.suffix == ".json":
        return JsonTokenizer(tokenizers.Tokenizer.from_file(str(path)).get_vocab_size(), str(path))
    return SentencePieceTokenizer(sentencepiece.SentencePieceProcessor(str(path)).vocab_size(), str(path))


# ---------------------------------------------------------------- reference runs


def dump(record):
    return json.dumps(record, separators=(",", ":")) + "\n"


def write_encodings(path, tokenizer, texts, rng):
    with open(path, "w") as out:
        for text in texts:
            ids = tokenizer.encode(text)
            start = rng.randint(0, len(ids))
            end = rng.randint(start, len(ids))
            decoded = tokenizer.decode(ids)
            out.write(dump([ids, None if decoded == text else decoded, start, end, tokenizer.decode(ids[start:end])]))


def chunks_of(text, tokenizer, config, max_tokens):
    arguments = (config["pad"], config["semicolons"], config["punctuation"], config["capital"], config["replace"])
    try:
        chunks = split_into_best_sentences(tokenizer, text, max_tokens, *arguments)
    except ValueError:
        return None
    result = []
    for chunk in chunks:
        try:
            prepared, frames = prepare_text_prompt(chunk, *arguments)
            result.append(dict(text=prepared, frames=frames + 2, tokens=tokenizer.encode(prepared)))
        except ValueError:
            result.append(None)
    return result


def make(folder, full, passes, chunk_tokenizers, limit, extra=()):
    rng = random.Random(2026)
    folder.mkdir(parents=True, exist_ok=True)
    texts, real = make_corpus(rng, full)
    names = make_tokenizers(folder / "tokenizers", real, full, extra)
    (folder / "texts.json").write_text(json.dumps(texts, separators=(",", ":")))
    (folder / "configs.json").write_text(json.dumps(CONFIGS, separators=(",", ":")))
    (folder / "encodings").mkdir(exist_ok=True)
    loaded = {}
    for name in names:
        loaded[name] = load(folder / "tokenizers" / name)
        write_encodings(folder / "encodings" / f"{name}.jsonl", loaded[name], texts, rng)
    users = [n for n in names if chunk_tokenizers is None or n in chunk_tokenizers]
    cases = 0
    with open(folder / "chunks.jsonl", "w") as out:
        for number, (index, text) in itertools.product(range(passes), enumerate(texts)):
            for config, switch in enumerate(CONFIGS):
                turn = index * 7 + config + number * 13
                if limit is not None and turn % limit:
                    continue
                name = users[(index + config * 3 + number * 5) % len(users)]
                most = MAX_TOKENS[(index // 3 + config + number) % len(MAX_TOKENS)]
                chunks = chunks_of(text, loaded[name], switch, most)
                out.write(dump(dict(text=index, tokenizer=name, config=config, max=most, chunks=chunks)))
                cases += 1
    print(f"{folder}: {len(texts)} texts, {len(names)} tokenizers, {cases} chunkings")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--golden", type=pathlib.Path)
    parser.add_argument("--full", type=pathlib.Path)
    parser.add_argument(
        "--tokenizer", type=pathlib.Path, nargs="*", default=[], help="further tokenizers for the full set"
    )
    arguments = parser.parse_args()
    logging.getLogger("pocket_tts").setLevel(logging.ERROR)
    if arguments.golden:
        make(
            arguments.golden,
            full=False,
            passes=1,
            limit=5,
            chunk_tokenizers={"unigram-prepend.json", "unigram.model", "char.model", "bpe-prepend.json"},
        )
    if arguments.full:
        make(arguments.full, full=True, passes=2, limit=None, chunk_tokenizers=None, extra=arguments.tokenizer)


if __name__ == "__main__":
    main()
