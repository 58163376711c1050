"""Data and results in small files, for a machine without a network: `pack.py pack|unpack|results|resume FOLDER`.

pack:     FOLDER/data.zip, what training needs and cannot be made there quickly; the man's speech as Opus
unpack:   the same back into the data's folder, with features made anew
results:  FOLDER/state.zip, beside an exported model: what a later run needs to go on, halves of the precision
resume:   checkpoints (without the optimisers' states) from an exported model in FOLDER and its state.zip
"""

import io
import sys
import zipfile
from pathlib import Path

import numpy as np
import soundfile
import torch
from safetensors.torch import load_file

import data
import features
from settings import CONSTANT_LATENT, FOLDER, FRAME, RATE, SPEAKERS

FILES = ("sentences.txt", "lexicon.json", "tokenizer.model", "config.yaml")
MOST = 42 * 2**20  # bytes of the wheels and data.zip: 64 MiB may travel, the repository with them
STATE = ("basis.npz", "scale.npz", *FILES[2:])


def squeezed(audio: np.ndarray) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, audio, RATE, format="OGG", subtype="OPUS")
    return file.getvalue()


def pack(folder: Path) -> None:
    room = MOST - sum(p.stat().st_size for p in (folder / "wheels").glob("*"))
    path = folder / "data.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FILES:
            archive.write(FOLDER / name, name)
        held = [FOLDER / "speech" / f"{name}-{speaker}.npz" for name in data.SETS for speaker in SPEAKERS]
        seconds = 0.0
        for shard in held + [p for n in range(1000) if (p := data.shard_path(1, n)).exists()]:
            file = np.load(shard)
            size = path.stat().st_size
            if size > room - 3 * 2**20:
                break
            small = io.BytesIO()
            kept = {k: file[k] for k in ("periods", "ids", "times", "frames", "tokens", "speaker", "texts")}
            np.savez_compressed(small, **kept)
            archive.writestr(f"speech/{shard.stem}.npz", small.getvalue())
            archive.writestr(f"speech/{shard.stem}.ogg", squeezed(file["written"]))
            seconds += len(file["periods"]) * 0.08
    print(f"data.zip: {path.stat().st_size / 2**20:.1f} MiB, {seconds / 3600:.2f} hours of speech")


def unpack(folder: Path) -> None:
    with zipfile.ZipFile(folder / "data.zip") as archive:
        for name in archive.namelist():
            if name.endswith(".ogg"):
                shard = name.removesuffix(".ogg")
                file = np.load(io.BytesIO(archive.read(f"{shard}.npz")))
                audio, _ = soundfile.read(io.BytesIO(archive.read(name)), dtype="float32")
                periods = file["periods"].astype(float)
                whole = np.resize(np.pad(audio, (0, FRAME)), len(periods) * FRAME).astype(np.float32)
                x = features.of_audio(whole, periods).astype(np.float16)
                pcm = data.pcm16(whole)
                (FOLDER / "speech").mkdir(parents=True, exist_ok=True)
                np.savez(FOLDER / f"{shard}.npz", features=x, audio=pcm, written=pcm, **file)
            elif not name.endswith(".npz"):
                (FOLDER / name).write_bytes(archive.read(name))


def halved(state: dict) -> dict:
    return {k: v.half() if torch.is_tensor(v) and v.is_floating_point() else v for k, v in state.items()}


def results(folder: Path) -> None:
    with zipfile.ZipFile(folder / "state.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in [*(FOLDER / name for name in STATE), *FOLDER.glob("*.jsonl")]:
            archive.write(path, path.name)
        decoder = torch.load(FOLDER / "decoder.pt", map_location="cpu", weights_only=False)
        language_model = torch.load(FOLDER / "language-model.pt", map_location="cpu", weights_only=False)
        small = dict(
            judges=halved(decoder["judges"]),
            phones=halved({k: v for k, v in language_model["averaged"].items() if k.startswith("phones.")}),
        )  # fmt: skip
        file = io.BytesIO()
        torch.save(small, file)
        archive.writestr("small.pt", file.getvalue())
    size = (folder / "state.zip").stat().st_size
    print(f"state.zip: {size / 2**20:.1f} MiB")


def resume(folder: Path) -> None:
    weights = {k: v.float() for k, v in load_file(folder / "model.safetensors").items()}
    with zipfile.ZipFile(folder / "state.zip") as archive:
        for name in STATE:
            (FOLDER / name).write_bytes(archive.read(name))
        small = torch.load(io.BytesIO(archive.read("small.pt")))
    small = {k: {n: v.float() for n, v in state.items()} for k, state in small.items()}
    mimi = {k.removeprefix("mimi."): v for k, v in weights.items() if k.startswith("mimi.")}
    flow = {k: v for k, v in weights.items() if k.startswith("flow_lm.")} | small["phones"]
    flow["flow_lm.emb_std"][CONSTANT_LATENT] = 1
    torch.save(mimi, FOLDER / "joined.pt")
    common = dict(step=0, seen=0, seconds=0.0)
    torch.save(dict(model=mimi, averaged=mimi, judges=small["judges"], **common), FOLDER / "decoder.pt")
    torch.save(dict(model=mimi, averaged=mimi, **common), FOLDER / "encoder.pt")
    torch.save(dict(model=flow, averaged=flow, **common), FOLDER / "language-model.pt")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    dict(pack=pack, unpack=unpack, results=results, resume=resume)[sys.argv[1]](Path(sys.argv[2]))
