#!/usr/bin/env python3
"""Writes Models/catalogue.json from the installed Python package, the source of all its facts but the licences.

    $(scripts/reference/setup) scripts/reference/make-catalogue.py          write it
    $(scripts/reference/setup) scripts/reference/make-catalogue.py --check  compare: exit code 1 if it differs
"""

import json
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
# What the package's page lists; all others are English.
VOICE_LANGUAGES = {
    "giovanni": "italian",
    "lola": "spanish",
    "juergen": "german",
    "rafael": "portuguese",
    "estelle": "french",
    "daan": "dutch",
}


def licence(origin):
    path = origin.removeprefix("hf://").split("/", 2)[2]
    return next((terms for prefix, terms in LICENCES.items() if path.startswith(prefix)), None)


def model(path):
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
    }


def catalogue():
    return {
        "source": f"pocket-tts {version('pocket-tts')}",
        "defaultModel": DEFAULT_LANGUAGE,
        "customModelVoice": _ORIGINS_OF_PREDEFINED_VOICES["alba"],
        "texts": DEFAULT_TEXT_FOR_LANGUAGE,
        "models": [model(path) for path in sorted(CONFIGS_DIR.glob("*.yaml"))],
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
    if "--check" in sys.argv[1:]:
        same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text
        print(f"{TARGET.name}: {'as the package has it' if same else 'differs from the package'}")
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.name}: written")
    return 0


sys.exit(main())
