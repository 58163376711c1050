#!/usr/bin/env python3
"""Writes Models/catalogue.json from the installed Python package, the source of all its facts but the licences.

$(scripts/reference/setup) scripts/reference/make-catalogue.py          write it
$(scripts/reference/setup) scripts/reference/make-catalogue.py --check  compare: exit code 1 if it differs
"""

import json
import re
import sys
from importlib.metadata import version
from pathlib import Path

import yaml
from pocket_tts.default_parameters import (
    DEFAULT_LANGUAGE,
    DEFAULT_TEXT_FOR_LANGUAGE,
    get_default_voice_for_language,
)
from pocket_tts.utils.config import CONFIGS_DIR
from pocket_tts.utils.utils import _ORIGINS_OF_PREDEFINED_VOICES, get_predefined_voice

TARGET = Path(__file__).resolve().parents[2] / "Models" / "catalogue.json"

# Terms of the collections that the recordings come from; the package itself states none.
LICENCES = {
    "expresso/": "CC-BY-NC-4.0",
    "ears/": "CC-BY-NC-4.0",
    "vctk/": "CC-BY-4.0",
    "alba-mackenna/": "CC-BY-4.0",
    "cml_tts_": "CC-BY-4.0",
    "voice-donations/": "CC0-1.0",
    "common_voice_": "CC0-1.0",
}
# Attention heads [layer, head] that follow the text, as a fork of the reference found them; see docs/ALIGNMENT.md.
ALIGNMENT_HEADS = {
    "english_2026-01": [[3, 8], [2, 0]],
    "english_2026-09": [[3, 8], [2, 0]],
    "english_2026-04": [[3, 8], [2, 0]],
    "english_2026-04_24l": [[14, 10], [17, 11], [15, 4]],
    "english_drifting_26-09": [[2, 15]],
    "french": [[3, 9]],
    "german": [[3, 14], [3, 9], [3, 10]],
    "italian": [[3, 9], [4, 5], [3, 10]],
    "spanish": [[3, 9], [4, 2], [4, 5], [3, 10]],
    "portuguese": [[3, 9], [4, 2], [4, 5], [3, 14], [3, 4]],
    "dutch": [[4, 5], [3, 9], [3, 14], [2, 0]],
}
# What the package's page lists; all others are English.
VOICE_LANGUAGES = {
    "giovanni": "italian",
    "lola": "spanish",
    "juergen": "german",
    "rafael": "portuguese",
    "estelle": "french",
    "daan": "dutch",
}
# Gradium's models, of which only the first is open. Their configs are on the hub; the commits of the gated ones are
# not known without an account.
PHONON_COMMIT = "8c64b55ec301728e2d1695bfea87a08a267d0c2d"
PHONON_LANGUAGES = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "multilingual": "english",
    "pt": "portuguese",
}


def phonon(name, language, revision, licence, gated):
    def address(file):
        return f"hf://gradium/{name}/{file}@{revision}"

    return {
        "name": name,
        "language": language,
        "config": address("config.json"),
        "weights": address("model.q8.gguf"),
        "openWeights": None,
        "tokenizer": address("tokenizer.json"),
        "voices": address("{voice}-voice.safetensors"),
        "ownVoices": ["default"],
        "licence": licence,
        "isGated": gated,
        "defaultVoice": "default",
    }


def phonon_models():
    return [phonon("phonon-31m-en", "english", PHONON_COMMIT, "Apache-2.0", False)] + [
        phonon(f"phonon-40m-{code}", language, "main", "CC-BY-NC-4.0", True)
        for code, language in PHONON_LANGUAGES.items()
    ]


def licence(origin):
    path = origin.removeprefix("hf://").split("/", 2)[2]
    return next((terms for prefix, terms in LICENCES.items() if path.startswith(prefix)), None)


def model(path):
    heads = ALIGNMENT_HEADS.get(path.stem)
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    language = path.stem.split("_")[0]
    return {
        "name": path.stem,
        "language": language,
        "config": f"configs/{path.name}",
        "weights": config["weights_path"],
        "openWeights": config.get("weights_path_without_voice_cloning"),
        "tokenizer": config["flow_lm"]["lookup_table"]["tokenizer_path"],
        "voices": get_predefined_voice(path.stem, "{voice}"),
        "licence": "CC-BY-4.0",
        "defaultVoice": get_default_voice_for_language(path.stem),
        "layers": config["flow_lm"]["transformer"]["num_layers"],
        "width": config["flow_lm"]["transformer"]["d_model"],
    } | ({"alignmentHeads": heads} if heads else {})


def catalogue():
    return {
        "source": f"pocket-tts {version('pocket-tts')}",
        "defaultModel": DEFAULT_LANGUAGE,
        "customModelVoice": _ORIGINS_OF_PREDEFINED_VOICES["alba"],
        "texts": DEFAULT_TEXT_FOR_LANGUAGE,
        "models": [model(path) for path in sorted(CONFIGS_DIR.glob("*.yaml"))] + phonon_models(),
        "voices": [
            {
                "name": name,
                "language": VOICE_LANGUAGES.get(name, "english"),
                "licence": licence(origin),
                "origin": origin,
            }
            for name, origin in sorted(_ORIGINS_OF_PREDEFINED_VOICES.items())
        ],
    }


def main():
    text = json.dumps(catalogue(), indent=1, ensure_ascii=False) + "\n"
    # Lists of numbers on one line.
    text = re.sub(r"\[[\d\s,\[\]]+\]", lambda numbers: json.dumps(json.loads(numbers[0])), text)
    if "--check" in sys.argv[1:]:
        same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text
        print(f"{TARGET.name}: {'as the package has it' if same else 'differs from the package'}")
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.name}: written")
    return 0


sys.exit(main())
