"""Makes random models of the true sizes, records the reference on them and compares this engine's output with it.

Run by scripts/reference/verify-full-size, which builds the engine first.
"""

import argparse
import gc
import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import torch
import yaml
from pocket_tts.utils.config import CONFIGS_DIR

import reference_models
from golden_format import Golden, eos_margin, sensitivity, steer_eos

# name of the published config -> language of the texts, and a seed with which no EOS decision is a matter of rounding
MODELS = {"english": ("en", 2026), "french_24l": ("fr", 2027), "english_2m_2026-10": ("en", 2026)}
FIFTEEN = {
    "en": "The old ferry crosses the wide river twice a day, even when winter storms come.",
    "fr": "Le vieux bac traverse le large fleuve deux fois par jour, même quand arrive l'hiver.",
}
HUNDRED = {
    "en": "At first light the baker opens his door and lets the warm air out into the street. A dog comes by, sits "
    "down and waits, because it knows what happens next. The baker breaks a roll in two, throws one half and eats the "
    "other. Nobody speaks; the town is still asleep, and the only sound is the clock above the square. By seven "
    "there are 12 people in the queue: a nurse on her way home, two masons, a student with wet hair. They talk "
    "about the rain, the price of flour, the match on Sunday. Was it fair? They never agree.",
    "fr": "Au petit matin le boulanger ouvre sa porte et laisse sortir l'air chaud dans la rue. Un chien passe, "
    "s'assied et attend, car il sait ce qui va arriver. Le boulanger casse un pain en deux, jette une moitié et mange "
    "l'autre. Personne ne parle ; la ville dort encore, et l'on n'entend que l'horloge de la place. À sept heures, 12 "
    "personnes font la queue : une infirmière qui rentre chez elle, deux maçons, un étudiant aux cheveux mouillés. "
    "Ils parlent de la pluie, du prix de la farine, du match de dimanche. Était-ce juste ? "
    "Ils ne sont jamais d'accord.",
}
NOISE = {"temperature": 0.7, "seed": 1234}
STEERED = {"fifteen": {"text": "fifteen"}, "fifteen-seeded": {"text": "fifteen", **NOISE}}
CASES = {
    **STEERED,
    "hundred": {"text": "hundred"},
    "hundred-seeded": {"text": "hundred", **NOISE},
    "capped": {"text": "fifteen", "eosThreshold": 1e6},
    "capped-seeded": {"text": "fifteen", "eosThreshold": 1e6, **NOISE},
}
# Largest absolute differences allowed, by the names that `pocket-tts parity` reports.
BOUNDS = {
    "voice keys and values": 2e-5,
    "hidden states": 2e-5,
    "latents": 2e-5,
    "EOS logits": 1e-4,
    "audio of given latents": 1e-5,
    "frame by frame against all at once": 1e-6,
    "speech at temperature 0": 1e-3,
    "speech with noise": 1e-3,
}


def recipe() -> str:
    """Changes when a script changes that a recording depends on."""
    here = Path(__file__).resolve().parent
    sources = [here / name for name in ("reference_models.py", "golden_format.py", "verify_full_size.py")]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def config_of(name: str) -> dict:
    """The published config, with its weights and tokenizer in the model's own folder."""
    config = yaml.safe_load((CONFIGS_DIR / f"{name}.yaml").read_text(encoding="utf-8"))
    config["weights_path"] = "model.safetensors"
    config.pop("weights_path_without_voice_cloning", None)
    table = config["flow_lm"]["lookup_table"]
    table["tokenizer_path"] = Path(table["tokenizer_path"].split("@")[0]).name
    return config


def add_voice_and_texts(golden: Golden, language: str, seed: int) -> None:
    golden.add_voices(frames=125, seed=seed, all_formats=False)
    golden.add_text("fifteen", FIFTEEN[language])
    golden.add_text("hundred", HUNDRED[language])


def record(name: str, folder: Path) -> None:
    """Writes model and recording into `folder`."""
    config = config_of(name)
    language, seed = MODELS[name]
    reference_models.train_tokenizer(folder, config["flow_lm"]["lookup_table"]["n_bins"], 40_000, seed)
    bf16 = reference_models.every(torch.bfloat16)
    reference_models.make_model(folder, config, seed, bf16)
    model = reference_models.load(folder)
    steering = Golden(model, folder)
    add_voice_and_texts(steering, language, seed)
    steer_eos(steering, STEERED, first="fifteen", never=None, seed=seed, window=(100, 160))
    reference_models.save(model, folder, bf16)
    del model, steering
    gc.collect()

    model = reference_models.load(folder)
    golden = Golden(model, folder)
    add_voice_and_texts(golden, language, seed)
    tokens = golden.record["texts"][0]["chunks"][0]["tokens"]
    steps = [1, 3] if model.flow_lm.flow_type == "lsd" else [1]
    golden.add_teacher_forced("voice", "kv", tokens, frames=120, seed=seed, sampler_steps=steps)
    golden.add_mimi("fixed", frames=50, seed=seed)
    for case_id, case in CASES.items():
        done = golden.add_speech(case_id, **case)
        margin = eos_margin(golden, done)
        ends = [(chunk["frames"], chunk["eosStep"]) for chunk in done["chunks"]]
        note(f"{name}: {case_id}: frames and EOS steps {ends}, EOS margin {margin:.4f}, RMS {done['audio'].std():.3f}")
        if margin < 2e-4:
            raise SystemExit(f"{name}: {case_id}: EOS is a matter of rounding: change its seed in {__file__}")
    grown = sensitivity(golden, CASES["capped"])
    note(f"{name}: a 1e-6 perturbation of the voice grows to {grown[0]:.1e} in latents, {grown[1]:.1e} in audio")
    if max(grown) > 1e-4:
        raise SystemExit(f"{name}: free-running is chaotic: lower the gains in reference_models.py")
    golden.write()


def note(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def prepare(name: str, cache: Path) -> Path:
    folder, stamp = cache / name, recipe()
    if (folder / "recipe.txt").is_file() and (folder / "recipe.txt").read_text() == stamp:
        return folder
    note(f"{name}: making the model and recording the reference in {folder}")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    record(name, folder)
    (folder / "recipe.txt").write_text(stamp)
    return folder


def compare(cli: str, folder: Path, precision: str) -> tuple[dict[str, float], list[str]]:
    """Differences by quantity, and what had to be equal and was not."""
    command = [cli, "parity", str(folder), "--precision", precision]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if run.returncode != 0:
        return {}, [f"`{' '.join(command[1:])}` ended with exit code {run.returncode}"]
    report = json.loads(run.stdout)
    return report["differences"], report["mismatches"]


def show(name: str, precision: str, differences: dict[str, float], mismatches: list[str]) -> bool:
    """Prints table rows; whether all is within bounds."""
    missing = [quantity for quantity in BOUNDS if quantity not in differences and not quantity.startswith("voice")]
    for quantity, difference in differences.items():
        bound = BOUNDS.get(quantity, 0.0)
        verdict = "pass" if difference <= bound else "**FAIL**"
        print(f"| {name} | {precision} | {quantity} | {difference:.1e} | {bound:.0e} | {verdict} |")
    for quantity in missing:
        print(f"| {name} | {precision} | {quantity} | not reported | {BOUNDS[quantity]:.0e} | **FAIL** |")
    equal = "equal" if not mismatches else "<br>".join(mismatches).replace("|", "\\|")
    verdict = "**FAIL**" if mismatches else "pass"
    print(
        f"| {name} | {precision} | chunks, tokens, frame counts, ends of speech | {equal} | equal | {verdict} |",
        flush=True,
    )
    return not (missing or mismatches) and all(d <= BOUNDS.get(q, 0.0) for q, d in differences.items())


def main() -> None:
    default_cache = os.environ.get("POCKET_TTS_FULL_SIZE") or Path.home() / ".cache" / "pocket-tts-full-size"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", help="the pocket-tts executable")
    parser.add_argument("--cache", type=Path, default=default_cache)
    parser.add_argument("--models", default=",".join(MODELS))
    parser.add_argument("--precisions", default="f32,bf16")
    parser.add_argument("--only-make", action="store_true", help="record the reference, compare nothing")
    arguments = parser.parse_args()
    names = arguments.models.split(",")
    if unknown := set(names) - set(MODELS):
        parser.error(f"no such model: {', '.join(sorted(unknown))}; there are {', '.join(MODELS)}")
    if not (arguments.cli or arguments.only_make):
        parser.error("--cli is missing")
    logging.disable(logging.WARNING)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", 2)))

    folders = {}
    for name in names:
        folders[name] = prepare(name, Path(arguments.cache))
        gc.collect()
    if arguments.only_make:
        return
    print("| model | weights | quantity | largest difference | bound | |\n|---|---|---|---|---|---|")
    good = [
        show(name, precision, *compare(arguments.cli, folders[name], precision))
        for name in names
        for precision in arguments.precisions.split(",")
    ]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
