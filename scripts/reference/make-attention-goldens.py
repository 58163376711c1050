"""Makes Tests/Fixtures/alignment/attention.json: how strongly each head of the reference attends to each text token.

    "$(scripts/reference/setup)" scripts/reference/make-attention-goldens.py

For each small random model of Tests/Fixtures/models: a voice, a few tokens, then a few frames that are fed BOS and
fixed latents. `weights[frame][head][token]`: softmax over the text's keys alone of q . k / sqrt(d), q and k after RoPE;
heads in the order layer by layer.
"""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parent / "modules"))
import reference_models
from attention_recorder import Recorder

ROOT = Path(__file__).resolve().parents[2]
FRAMES, TOKENS = 4, 9


@torch.no_grad()
def record(folder: Path, recorder: Recorder) -> dict:
    model = reference_models.load(folder)
    lm = model.flow_lm
    golden = json.loads((folder / "golden.json").read_text())
    tokens = golden["teacherForced"][0]["tokens"][:TOKENS]
    latents = torch.randn(FRAMES, lm.ldim, generator=torch.Generator().manual_seed(5)).mul(64).round() / 64
    state = model.get_state_for_audio_prompt(folder / "voice.safetensors")
    first = model._flow_lm_current_end(state)
    model._expand_kv_cache(state, sequence_length=first + len(tokens) + FRAMES)
    model._run_flow_lm_and_increment_step(model_state=state, text_tokens=torch.tensor([tokens]))
    previous = torch.full((1, 1, lm.ldim), float("nan"))
    weights = []
    for frame in range(FRAMES):
        recorder.clear()
        model._run_flow_lm_and_increment_step(model_state=state, backbone_input_latents=previous)
        weights.append(recorder.weights(first, len(tokens)))
        previous = latents[None, frame : frame + 1]
    rounded = [[[round(w, 7) for w in head] for head in frame] for frame in torch.stack(weights).tolist()]
    return {"model": folder.name, "tokens": tokens, "inputs": latents.tolist(), "weights": rounded}


def main() -> None:
    torch.set_num_threads(1)
    recorder = Recorder()
    folders = [path.parent for path in sorted((ROOT / "Tests/Fixtures/models").glob("*/golden.json"))]
    records = [record(folder, recorder) for folder in folders]
    target = ROOT / "Tests/Fixtures/alignment/attention.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in records) + "\n]\n")


if __name__ == "__main__":
    main()
