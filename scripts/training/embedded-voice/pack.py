"""Data and results in small files, for a machine without a network: `pack.py pack|unpack|results|resume FOLDER`.

pack:     FOLDER/data.zip, what training needs and cannot be made there quickly: the man's speech as Opus, checkpoints
unpack:   the same back into the data's folder, with features made anew
results:  FOLDER/state.zip, beside an exported model: what a later run needs to go on
resume:   the same back into the data's folder

Checkpoints travel without the optimisers' states, in half precision. The repository's state.zip is such a one.
"""

import io
import sys
import zipfile
from pathlib import Path

import numpy as np
import soundfile
import torch

import data
import features
from networks import is_encoders, make_mimi
from oscillator import Oscillator
from settings import FOLDER, FRAME, RATE, SPEAKERS

FILES = ("sentences.txt", "tokenizer.model", "config.yaml", "basis.npz", "scale.npz", "equalizer.npz")
TRAININGS = ("decoder", "encoder", "language-model")
MOST = 42 * 2**20  # bytes of the wheels and data.zip: 64 MiB may travel, the repository with them


def squeezed(audio: np.ndarray) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, audio, RATE, format="OGG", subtype="OPUS")
    return file.getvalue()


def halved(state: dict) -> dict:
    return {k: v.half() if torch.is_tensor(v) and v.is_floating_point() else v for k, v in state.items()}


def own(name: str, weights: dict) -> dict:
    """Without the codec's other half."""
    if name == "language-model":
        return weights
    return {k: v for k, v in weights.items() if is_encoders(k) == (name == "encoder")}


def write_checkpoints(archive: zipfile.ZipFile) -> None:
    """Of each training that has begun; else what it starts from."""
    for name in TRAININGS:
        path = FOLDER / f"{name}.pt"
        if not path.exists():
            weights = torch.load(FOLDER / ("start.pt" if name == "decoder" else f"{name}-start.pt"))
            state = dict(averaged=weights, step=0, seen=0, seconds=0.0)
        else:
            state = torch.load(path, map_location="cpu", weights_only=False)
        kept = {"averaged": halved(own(name, state["averaged"]))}
        kept |= {"judges": halved(state["judges"])} if "judges" in state else {}
        file = io.BytesIO()
        torch.save(kept | {k: state[k] for k in ("step", "seen", "seconds")}, file)
        archive.writestr(f"{name}.pt", file.getvalue())


def read_checkpoint(content: bytes, name: str) -> None:
    state = torch.load(io.BytesIO(content), weights_only=False)
    for k in ("averaged", "judges"):
        if k in state:
            state[k] = {n: v.float() if v.is_floating_point() else v for n, v in state[k].items()}
    if name != "language-model.pt":
        mimi = make_mimi()
        mimi.load_state_dict(mimi.state_dict() | state["averaged"])
        if name == "decoder.pt":
            Oscillator(mimi, fresh=False)  # half precision is too coarse for what is computed
        state["averaged"] = mimi.state_dict()
    torch.save(state | dict(model=state["averaged"]), FOLDER / name)


def present(names: tuple[str, ...]) -> list[Path]:
    return [FOLDER / name for name in names if (FOLDER / name).exists()]


def pack(folder: Path) -> None:
    room = MOST - sum(p.stat().st_size for p in (folder / "wheels").glob("*"))
    path = folder / "data.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in present(FILES):
            archive.write(path, path.name)
        write_checkpoints(archive)
        held = [FOLDER / "speech" / f"{name}-{speaker}.npz" for name in data.SETS for speaker in SPEAKERS]
        seconds = 0.0
        for shard in held + [p for n in range(data.AUDIBLE) if (p := data.shard_path(1, n)).exists()]:
            file = np.load(shard)
            size = path.stat().st_size
            if size > room - 3 * 2**20:
                break
            small = io.BytesIO()
            kept = {k: file[k] for k in ("periods", "ids", "times", "frames", "tokens", "speaker", "texts")}
            np.savez_compressed(small, **kept)
            archive.writestr(f"speech/{shard.stem}.npz", small.getvalue())
            archive.writestr(f"speech/{shard.stem}.ogg", squeezed(file["audio"]))
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
                np.savez(FOLDER / f"{shard}.npz", features=x, audio=pcm, **file)
            elif name.endswith(".pt"):
                read_checkpoint(archive.read(name), name)
            elif "/" not in name:
                (FOLDER / name).write_bytes(archive.read(name))


def results(folder: Path) -> None:
    with zipfile.ZipFile(folder / "state.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in [*present(FILES[1:]), *FOLDER.glob("*.jsonl")]:
            archive.write(path, path.name)
        write_checkpoints(archive)
    size = (folder / "state.zip").stat().st_size
    print(f"state.zip: {size / 2**20:.1f} MiB")


def resume(folder: Path) -> None:
    with zipfile.ZipFile(folder / "state.zip") as archive:
        for name in archive.namelist():
            if name.endswith(".pt"):
                read_checkpoint(archive.read(name), name)
            else:
                (FOLDER / name).write_bytes(archive.read(name))


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    dict(pack=pack, unpack=unpack, results=results, resume=resume)[sys.argv[1]](Path(sys.argv[2]))
