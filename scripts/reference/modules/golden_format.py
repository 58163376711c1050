"""Runs the reference on a model folder and writes what it did as `golden.json` + `golden.safetensors`.

A module for make-goldens.py and verify_full_size.py. The format is described in Tests/Fixtures/models/README.md.
"""

import copy
import itertools
import json
from functools import partial
from pathlib import Path

import safetensors.torch
import torch
from pocket_tts.models import flow_lm as flow
from pocket_tts.models.model_state import export_model_state
from pocket_tts.models.text_chunking import prepare_text_prompt, split_into_best_sentences
from pocket_tts.models.tts_model import TTSModel
from pocket_tts.modules.stateful_module import init_states

from reference_models import decode_frames

FORMAT = 1
# Audio that is not stored whole is stored as every 17th sample: 17 and the 1920 samples of a frame have no common
# divisor, so 17 frames touch every place in a frame.
STRIDE = 17
SAMPLERS = {
    "lsd": flow.lsd_decode,
    "flow_matching": flow.ot_decode,
    "drifting": flow.drifting_decode,
    "pointwise": flow.pointwise_decode,
}


class Golden:
    """Collects the records and tensors of one model."""

    def __init__(self, model: TTSModel, folder: Path):
        self.model, self.folder = model, folder
        self.tensors: dict[str, torch.Tensor] = {}
        self.embeddings: dict[str, torch.Tensor] = {}
        mimi = model.config.mimi
        self.record = {
            "format": FORMAT,
            "reference": "pocket-tts 4.0.1, torch 2.13.0+cpu",
            "config": "config.yaml",
            "tensors": "golden.safetensors",
            "sampleRate": mimi.sample_rate,
            "frameSize": model.mimi.frame_size,
            "latentDim": model.flow_lm.ldim,
            "voices": [],
            "texts": [],
            "teacherForced": [],
            "speech": [],
            "mimi": [],
        }

    def keep(self, name: str, tensor: torch.Tensor) -> str:
        assert torch.isfinite(tensor).all(), name
        self.tensors[name] = tensor.detach().to(torch.float32).contiguous().clone()
        return name

    def write(self) -> None:
        safetensors.torch.save_file(self.tensors, self.folder / "golden.safetensors")
        text = json.dumps(self.record, ensure_ascii=False, indent=1)
        (self.folder / "golden.json").write_text(text + "\n", encoding="utf-8")

    # --- Voices -----------------------------------------------------------------------------------------------

    @torch.no_grad()
    def prompt(self, embedding: torch.Tensor, bos: bool) -> dict:
        """The KV state after the FlowLM read `embedding` [T, d_model]; draws ldim normals, which are discarded."""
        prompt = embedding[None]
        if bos:
            prompt = torch.cat([self.model.flow_lm.bos_before_voice, prompt], dim=1)
        state = init_states(self.model.flow_lm, batch_size=1, sequence_length=prompt.shape[1])
        self.model._run_flow_lm_and_increment_step(model_state=state, audio_conditioning=prompt)
        return state

    def add_voices(self, frames: int, seed: int, all_formats: bool = True) -> None:
        """`kv` (format 1), and with `all_formats` `kv-current-end` (2), `embedding` and `embedding-2d` (3)."""
        lm = self.model.flow_lm
        generator = torch.Generator().manual_seed(seed)
        embedding = torch.randn(frames, lm.dim, generator=generator) * 0.5
        state = self.prompt(embedding, lm.insert_bos_before_voice)
        export_model_state(state, self.folder / "voice.safetensors")
        positions = frames + int(lm.insert_bos_before_voice)
        self.record["voices"].append({"id": "kv", "file": "voice.safetensors", "kind": "kv", "positions": positions})
        if not all_formats:
            return
        older = {}
        for module, parts in state.items():
            older[f"{module}/cache"] = parts["cache"]
            older[f"{module}/current_end"] = torch.zeros(positions)
        safetensors.torch.save_file(older, self.folder / "voice-older.safetensors")
        self.record["voices"].append(
            {"id": "kv-current-end", "file": "voice-older.safetensors", "kind": "kv", "positions": positions}
        )
        for name, tensor_name, stored in [
            ("embedding", "audio_prompt", embedding[None]),
            ("embedding-2d", "emb", embedding),
        ]:
            file = f"voice-{name}.safetensors"
            safetensors.torch.save_file({tensor_name: stored.contiguous()}, self.folder / file)
            voice = {"id": name, "file": file, "kind": "embedding", "positions": positions}
            voice["kv"] = self.keep_kv("voices/embedding/kv", state)
            voice["kvWithoutBOS"] = self.keep_kv("voices/embedding/kv_without_bos", self.prompt(embedding, False))
            self.record["voices"].append(voice)
            self.embeddings[name] = embedding

    def keep_kv(self, name: str, state: dict) -> str:
        """[layers, 2, positions, heads, head_dim]"""
        return self.keep(name, torch.stack([part["cache"][:, 0] for part in state.values()]))

    def voice_state(self, voice: str | None) -> dict:
        """A fresh state; an embedding voice is prompted (and draws) here."""
        if voice is None:
            return init_states(self.model.flow_lm, batch_size=1, sequence_length=0)
        if voice in self.embeddings:
            return self.prompt(self.embeddings[voice], self.model.flow_lm.insert_bos_before_voice)
        file = next(entry["file"] for entry in self.record["voices"] if entry["id"] == voice)
        return self.model.get_state_for_audio_prompt(self.folder / file)

    # --- Texts ------------------------------------------------------------------------------------------------

    def chunks(self, text: str, max_tokens: int) -> list[dict]:
        m = self.model
        switches = (
            m.pad_with_spaces_for_short_inputs,
            m.remove_semicolons,
            m.append_terminal_punctuation,
            m.capitalize_first_letter,
            m.replace_characters,
        )
        result = []
        for chunk in split_into_best_sentences(m.flow_lm.conditioner.tokenizer, text, max_tokens, *switches):
            prepared, guess = prepare_text_prompt(chunk, *switches)
            tokens = m.flow_lm.conditioner.prepare(prepared)[0].tolist()
            frames_after_eos = m.model_recommended_frames_after_eos
            result.append(
                {
                    "text": prepared,
                    "tokens": tokens,
                    "maxFrames": m._estimate_max_gen_len(len(tokens)),
                    "framesAfterEOS": guess + 2 if frames_after_eos is None else frames_after_eos,
                }
            )
        return result

    def add_text(self, name: str, text: str, max_tokens: int = 50) -> None:
        self.record["texts"].append(
            {"id": name, "text": text, "maxTokens": max_tokens, "chunks": self.chunks(text, max_tokens)}
        )

    # --- FlowLM -----------------------------------------------------------------------------------------------

    @torch.no_grad()
    def add_teacher_forced(
        self, name: str, voice: str | None, tokens: list[int], frames: int, seed: int, sampler_steps: list[int]
    ) -> None:
        """Prefill of the tokens, then `frames` steps that are fed BOS and fixed latents, whatever the head says."""
        model, lm = self.model, self.model.flow_lm
        generator = torch.Generator().manual_seed(seed)
        latents = torch.randn(frames, lm.ldim, generator=generator)
        noise = torch.randn(frames, lm.ldim, generator=generator) * 0.7**0.5
        state = self.voice_state(voice)
        voice_end = model._flow_lm_current_end(state)
        model._expand_kv_cache(state, sequence_length=voice_end + len(tokens) + frames)
        outputs = []
        backbone = lm.backbone
        lm.backbone = lambda *args, **kwargs: outputs.append(backbone(*args, **kwargs)) or outputs[-1]
        try:
            model._run_flow_lm_and_increment_step(model_state=state, text_tokens=torch.tensor([tokens]))
            prefill = outputs.pop()[0]
            previous = torch.full((1, 1, lm.ldim), float("nan"))
            for step in range(frames):
                model._run_flow_lm_and_increment_step(model_state=state, backbone_input_latents=previous)
                previous = latents[None, step : step + 1]
        finally:
            del lm.backbone
        hidden = torch.cat(outputs, dim=1)[0]
        path = f"teacher/{name}"
        entry = {
            "id": name,
            "voice": voice,
            "tokens": tokens,
            "frames": frames,
            "prefill": self.keep(f"{path}/prefill", prefill),
            "inputs": self.keep(f"{path}/inputs", latents),
            "hidden": self.keep(f"{path}/hidden", hidden),
            "eosLogits": self.keep(f"{path}/eos_logits", lm.out_eos(hidden)[:, 0]),
            "noise": self.keep(f"{path}/noise", noise),
            "outputs": [],
        }
        decode = SAMPLERS[lm.flow_type]
        for steps in sampler_steps:
            rows = [decode(partial(lm.flow_net, hidden[i : i + 1]), noise[i : i + 1], steps) for i in range(frames)]
            entry["outputs"].append(
                {"samplerSteps": steps, "latents": self.keep(f"{path}/latents_{steps}", torch.cat(rows))}
            )
        self.record["teacherForced"].append(entry)

    # --- Speech -----------------------------------------------------------------------------------------------

    def speak(self, case: dict, nudge: float = 0.0) -> dict:
        """Free-running generation as `generate_audio` does it. `nudge` perturbs the voice, to measure chaos."""
        model, lm = self.model, self.model.flow_lm
        defaults = {
            "temperature": 0.0,
            "seed": None,
            "samplerSteps": 1,
            "noiseClamp": None,
            "maxTokens": 50,
            "framesAfterEOS": None,
            "eosThreshold": model.config.default_eos_threshold,
            "voice": "kv",
        }
        case = {**defaults, **case}
        before = (model.temp, model.sampler_decode_steps, model.noise_clamp, model.eos_threshold)
        model.temp, model.sampler_decode_steps = case["temperature"], case["samplerSteps"]
        model.noise_clamp, model.eos_threshold = case["noiseClamp"], case["eosThreshold"]
        text = next(entry["text"] for entry in self.record["texts"] if entry["id"] == case["text"])
        chunks: list[dict] = []
        run = model._run_flow_lm_and_increment_step

        def recording_run(model_state, text_tokens=None, backbone_input_latents=None, audio_conditioning=None):
            output, is_eos = run(model_state, text_tokens, backbone_input_latents, audio_conditioning)
            if text_tokens is not None:
                chunks.append({"latents": [], "isEOS": [], "hidden": []})
            elif backbone_input_latents is not None:
                chunks[-1]["latents"].append(output[0, 0])
                chunks[-1]["isEOS"].append(bool(is_eos))
                chunks[-1]["hidden"].append(hidden[0])
            return output, is_eos

        hidden = [None]
        hook = lm.out_eos.register_forward_hook(lambda module, args, output: hidden.__setitem__(0, args[0][0]))
        try:
            if case["seed"] is not None:
                torch.manual_seed(case["seed"])
            state = self.voice_state(case["voice"])
            if nudge:
                state = copy.deepcopy(state)
                for part in state.values():
                    part["cache"] *= 1 + nudge * torch.randn(
                        part["cache"].shape, generator=torch.Generator().manual_seed(1)
                    )
            model._run_flow_lm_and_increment_step = recording_run
            audio = model.generate_audio(state, text, case["maxTokens"], case["framesAfterEOS"])
        finally:
            del model._run_flow_lm_and_increment_step
            hook.remove()
            model.temp, model.sampler_decode_steps, model.noise_clamp, model.eos_threshold = before
        results = []
        for chunk, plan in zip(chunks, self.chunks(text, case["maxTokens"]), strict=True):
            eos = next((i for i, e in enumerate(chunk["isEOS"]) if e and i >= model._MIN_FRAMES_BEFORE_EOS), None)
            after = plan["framesAfterEOS"] if case["framesAfterEOS"] is None else case["framesAfterEOS"]
            frames = plan["maxFrames"] if eos is None else min(eos + after, plan["maxFrames"])
            chunk["latents"] = torch.stack(chunk["latents"])[:frames]
            chunk["hidden"] = torch.stack(chunk["hidden"])
            results.append({"frames": frames, "eosStep": eos})
        assert sum(result["frames"] for result in results) * model.mimi.frame_size == audio.numel()
        return {"case": case, "chunks": results, "audio": audio, "runs": chunks}

    def add_speech(self, name: str, whole_audio: bool = False, **case) -> dict:
        done = self.speak(case)
        stride = 1 if whole_audio else STRIDE
        logits = [self.model.flow_lm.out_eos(run["hidden"])[:, 0].detach() for run in done["runs"]]
        self.record["speech"].append(
            {
                "id": name,
                **done["case"],
                "chunks": done["chunks"],
                "sampleCount": done["audio"].numel(),
                "latents": self.keep(f"speech/{name}/latents", torch.cat([run["latents"] for run in done["runs"]])),
                "eosLogits": self.keep(
                    f"speech/{name}/eos_logits",
                    torch.cat([row[: chunk["frames"]] for row, chunk in zip(logits, done["chunks"])]),
                ),
                "audio": self.keep(f"speech/{name}/audio", done["audio"][::stride]),
                "audioStride": stride,
            }
        )
        return done

    # --- Mimi -------------------------------------------------------------------------------------------------

    @torch.no_grad()
    def add_mimi(self, name: str, frames: int, seed: int, whole_audio: bool = False) -> None:
        """Decoding fixed normalised latents from a fresh state, no fade-in: frame by frame, and all in one call."""
        lm = self.model.flow_lm
        latents = torch.randn(frames, lm.ldim, generator=torch.Generator().manual_seed(seed)) * 0.8
        raw = (latents * lm.emb_std + lm.emb_mean)[None]
        stride = 1 if whole_audio else STRIDE
        path = f"mimi/{name}"
        one, many = decode_frames(self.model, raw, 1), decode_frames(self.model, raw, frames)
        self.record["mimi"].append(
            {
                "id": name,
                "frames": frames,
                "latents": self.keep(f"{path}/latents", latents),
                "sampleCount": one.numel(),
                "audio": self.keep(f"{path}/audio", one[::stride]),
                "audioAllAtOnce": self.keep(f"{path}/audio_all_at_once", many[::stride]),
                "audioStride": stride,
            }
        )


def eos_margin(golden: Golden, done: dict) -> float:
    """How far the EOS logits that decide where speech ends stay from the threshold."""
    margin = float("inf")
    for run, chunk in zip(done["runs"], done["chunks"]):
        logits = golden.model.flow_lm.out_eos(run["hidden"])[6:, 0]
        if chunk["eosStep"] is not None:
            logits = logits[: chunk["eosStep"] - 5]
        if logits.numel():
            margin = min(margin, (logits - done["case"]["eosThreshold"]).abs().min().item())
    return margin


@torch.no_grad()
def steer_eos(
    golden: Golden, cases: dict[str, dict], first: str, never: str | None, seed: int, window: tuple[int, int]
) -> None:
    """Sets `out_eos` so that case `first` ends within `window`, `never` does not, and the others mostly end, all of
    them with a clear margin, so that rounding cannot move an end.

    Hidden states do not depend on `out_eos`: one run of each case without EOS, then a random search for a vector.
    """
    lm = golden.model.flow_lm
    threshold = golden.model.config.default_eos_threshold
    runs = {}
    for name, case in cases.items():
        done = golden.speak({**case, "eosThreshold": float("inf")})
        runs[name] = [run["hidden"][6:] for run in done["runs"]]
    width = lm.out_eos.in_features
    early, late = window[0] - 6, window[1] - 6
    # The vector leans towards what tells the end of `first` from what must not end.
    other = torch.cat(runs[never]) if never else runs[first][0][:early]
    apart = runs[first][0][early:late].mean(0) - other.mean(0)
    apart /= apart.norm()
    generator = torch.Generator().manual_seed(seed)
    best = (-1.0, None, None)
    for _ in range(400):
        vector = torch.randn(width, generator=generator) / width**0.5 * 1.5
        vector += apart * torch.rand(1, generator=generator) * 4 * width**-0.5
        vector = vector.to(torch.bfloat16).float()
        logits = {name: [hidden @ vector for hidden in chunks] for name, chunks in runs.items()}
        row = logits[first][0]
        for step in range(early, min(late, len(row))):
            # A cut halfway between what must stay silent and the step that must fire.
            silent = max([row[:step].max(), *(other.max() for other in logits.get(never, []))])
            if row[step] <= silent:
                continue
            cut = (silent + row[step]) / 2
            cut = threshold - (threshold - cut).to(torch.bfloat16).float()
            margins, ended = [], 0
            for chunk in itertools.chain.from_iterable(logits.values()):
                fired = (chunk > cut).nonzero()
                decided = chunk[: fired[0, 0] + 1] if len(fired) else chunk
                ended += len(fired) > 0 and fired[0, 0] > 0  # an end on the first step allowed shows little
                margins.append((decided - cut).abs().min().item())
            score = min(min(margins), 0.05) + 0.01 * ended
            if min(margins) > 0.01 and score > best[0]:
                best = (score, vector, threshold - cut)
    assert best[1] is not None, "no out_eos with a clear margin: try another seed"
    lm.out_eos.weight.copy_(best[1][None])
    lm.out_eos.bias.copy_(best[2])


def sensitivity(golden: Golden, case: dict, nudge: float = 1e-6) -> tuple[float, float]:
    """Largest difference of latents and of audio when the voice is perturbed by `nudge`, relative."""
    a, b = golden.speak(case), golden.speak(case, nudge=nudge)
    if a["audio"].shape != b["audio"].shape:
        return float("inf"), float("inf")
    latents = max((x["latents"] - y["latents"]).abs().max().item() for x, y in zip(a["runs"], b["runs"]))
    return latents, (a["audio"] - b["audio"]).abs().max().item()
