"""Makes Tests/Fixtures/models: small random models of every family and what the reference computes with them.

    $(scripts/reference/setup) scripts/reference/make-goldens.py

Takes a minute. A second run writes the same files on the same machine; another CPU may differ in the last bits.
"""

import argparse
import logging
import shutil
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent / "modules"))
import reference_models
from golden_format import Golden, eos_margin, sensitivity, steer_eos

TEXTS = {
    "short": ("Hello world.", 50),
    "long": ("the small boat left the harbour at dawn, and nobody saw it again", 50),
    "never": ("Over the water, into the long night, he goes on and on;", 50),
    "chunks": (
        "One, two; three: four. It costs $3.50 today! Is it ’fine’? Yes, “it is”, for now, and then no more.",
        16,
    ),
    "bytes": ("Café naïve – 2026年.", 50),
}


def cases_of(flow_type: str) -> dict[str, dict]:
    steps = 16 if flow_type == "flow_matching" else 1
    cases = {
        "short": {"text": "short"},
        "never": {"text": "never"},
        "chunks": {"text": "chunks", "maxTokens": 16},
        "short-seeded": {"text": "short", "temperature": 0.7, "seed": 1234},
        "chunks-seeded": {"text": "chunks", "maxTokens": 16, "temperature": 0.7, "seed": 1234},
        "long-clamped": {"text": "long", "temperature": 0.7, "seed": 1234, "noiseClamp": 1.0},
        "short-clamped-hard": {"text": "short", "temperature": 0.7, "seed": 1234, "noiseClamp": 0.2},
        "fresh-voice": {"text": "short", "voice": "embedding", "temperature": 0.7, "seed": 1234},
        "no-voice": {"text": "bytes", "voice": None, "temperature": 0.7, "seed": 42},
        "after-eos": {"text": "short", "framesAfterEOS": 0, "temperature": 0.7, "seed": 7},
    }
    cases = {name: {"samplerSteps": steps, **case} for name, case in cases.items()}
    if flow_type == "lsd":
        cases["three-steps"] = {"text": "short", "samplerSteps": 3, "temperature": 0.7, "seed": 1234}
    return cases


def make(name: str, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    seed, _, dtype_of = reference_models.FAMILIES[name]
    reference_models.make_family(name, folder)
    model = reference_models.load(folder)
    cases = cases_of(model.flow_lm.flow_type)

    def golden_with_voices() -> Golden:
        golden = Golden(model, folder)
        golden.add_voices(frames=12, seed=seed)
        for text_id, (text, max_tokens) in TEXTS.items():
            golden.add_text(text_id, text, max_tokens)
        return golden

    steer_eos(golden_with_voices(), cases, first="short", never="never", seed=seed, window=(9, 30))
    reference_models.save(model, folder, dtype_of)
    model = reference_models.load(folder)
    golden = golden_with_voices()
    tokens = golden.record["texts"][1]["chunks"][0]["tokens"]
    steps = {"lsd": [1, 3], "flow_matching": [1, 16]}.get(model.flow_lm.flow_type, [1])
    golden.add_teacher_forced("voice", "kv", tokens, frames=40, seed=seed, sampler_steps=steps)
    golden.add_teacher_forced("no-voice", None, tokens[:5], frames=8, seed=seed + 1, sampler_steps=steps[:1])
    for case_id, case in cases.items():
        done = golden.add_speech(case_id, whole_audio=case_id == "short", **case)
        print(
            f"  {case_id}: {[(c['frames'], c['eosStep']) for c in done['chunks']]}"
            f" margin {eos_margin(golden, done):.3f} rms {done['audio'].std():.3f}"
            f" latents {done['runs'][0]['latents'].std():.2f}"
        )
        assert eos_margin(golden, done) > 0.005, "the EOS margin is too small to be portable"
    grown = sensitivity(golden, cases["never"])
    print(f"  a 1e-6 perturbation of the voice grows to {grown[0]:.1e} in latents, {grown[1]:.1e} in audio")
    assert max(grown) < 1e-4, "free-running is chaotic"
    golden.add_mimi("fixed", frames=28, seed=seed)
    golden.write()
    print(f"{name}: {sum(file.stat().st_size for file in folder.iterdir()) / 1000:.0f} kB")


def main() -> None:
    default = Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "models"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=default)
    parser.add_argument("--only", choices=list(reference_models.FAMILIES))
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    torch.set_num_threads(1)
    for name in [arguments.only] if arguments.only else reference_models.FAMILIES:
        make(name, arguments.output / name)


if __name__ == "__main__":
    main()
