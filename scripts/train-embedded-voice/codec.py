"""Trains Mimi's two halves, each against the latents of features.py:

codec.py audio            makes the target audio of chunk 0 with the vocoder
codec.py recordings       has flite itself read some of its sentences, for the encoder
codec.py decoder STEPS    latents -> audio (resumes); hears predicted latents too when predict.py has made them
codec.py encoder STEPS    audio -> latents (resumes)
"""

import pickle
import sys

import numpy as np
import torch
from scipy.signal import resample_poly
from torch import Tensor, nn

import teacher
import training
from features import Basis
from networks import decode, encode, make_mimi
from settings import FOLDER, FRAME, LATENT, RATE, SMALL, SPEAKERS, STEP, STEPS
from vocoder import synthesize

BATCH, FRAMES, UTTERANCES = 8, 10, 1500
RECORDINGS = 40 if SMALL else 300  # sentences, read by each speaker
QUIETEST_AND_LOUDEST = (-2.0, 0.3)  # natural logarithms of gains
PERIODS = (16, 8)  # pitch periods in a frame: 200 Hz for the woman, 100 Hz for the man
RESOLUTIONS = ((256, 60), (512, 120), (1024, 240))
PREDICTED = 0.6  # of the crops, when there are predictions


def make_audio() -> None:
    """FOLDER/audio.npz: utterances of each speaker at the fixed pitch."""
    with open(FOLDER / "data-0.pickle", "rb") as file:
        data = pickle.load(file)
    random = np.random.default_rng(1)
    half = next(i for i, u in enumerate(data["utterances"]) if u[2] == 1)
    chosen = data["utterances"][:UTTERANCES] + data["utterances"][half : half + UTTERANCES]
    audio, frames, voiced = [], [], []
    for start, length, speaker, *_ in chosen:
        rows = data["rows"][start * STEPS : (start + length) * STEPS].astype(np.float32)
        made = synthesize(rows, np.full(length, PERIODS[speaker]), random)
        audio.append((made.clip(-1, 1) * 32767).astype(np.int16))
        frames.append(np.arange(start, start + length))
        voiced.append(rows[:, 0] > 0)
    frames = np.concatenate(frames)
    np.savez(FOLDER / "audio.npz", audio=np.concatenate(audio), frames=frames, voiced=np.concatenate(voiced),
             latents=data["latents"][frames])  # fmt: skip
    print(len(frames) * 0.08 / 3600, "hours of audio")


def make_recordings() -> None:
    """FOLDER/recordings.npz: what a user would have cloned, flite's own audio, and the rows beneath it."""
    sentences = (FOLDER / "sentences.txt").read_text().splitlines()[:RECORDINGS]
    audio, rows = [], []
    for speaker in SPEAKERS:
        for u in teacher.speak(speaker, sentences):
            trimmed = teacher.trim(u)
            if trimmed is None:
                continue
            recording = resample_poly(teacher.record(speaker, u.text), 3, 2)[teacher.first_step(u) * STEP :]
            length = min(len(trimmed.rows), len(recording) // STEP)
            audio.append((recording[: length * STEP].clip(-1, 1) * 32767).astype(np.int16))
            rows.append(trimmed.rows[:length])
    np.savez(FOLDER / "recordings.npz", audio=np.concatenate(audio), rows=np.concatenate(rows))


class Recordings:
    """Pieces of flite's audio that begin anywhere, not only where a frame of the training began."""

    def __init__(self, seed: int):
        file = np.load(FOLDER / "recordings.npz")
        self.audio, self.rows, self.basis = file["audio"], file["rows"], Basis.load()
        self.random = np.random.default_rng(seed)

    def batch(self) -> tuple[Tensor, Tensor]:
        """Latents [B, T, LATENT] and audio [B, N]."""
        steps = FRAMES * STEPS
        starts = self.random.integers(0, len(self.rows) - steps, BATCH)
        latents = np.stack([self.basis.encode(self.rows[s : s + steps]) for s in starts])
        audio = np.stack([self.audio[s * STEP : (s + steps) * STEP] for s in starts]).astype(np.float32) / 32767
        return torch.from_numpy(latents), torch.from_numpy(audio)


class Crops:
    def __init__(self, seed: int, true_only: bool = False):
        file = np.load(FOLDER / "audio.npz")
        self.audio, self.voiced, self.latents = file["audio"], file["voiced"], file["latents"].astype(np.float32)
        self.random = np.random.default_rng(seed)
        self.predicted = self.latents
        if not true_only and (FOLDER / "predicted.npy").exists():
            predicted = np.load(FOLDER / "predicted.npy", mmap_mode="r")[file["frames"]].astype(np.float32)
            self.predicted = np.where(np.abs(predicted).sum(1, keepdims=True) > 0, predicted, self.latents)

    def batch(self) -> tuple[Tensor, Tensor, Tensor]:
        """Latents [B, T, LATENT], audio [B, N], and where it is voiced [B, N]."""
        starts = self.random.integers(0, len(self.latents) - FRAMES, BATCH)
        sources = [self.predicted if self.random.random() < PREDICTED else self.latents for _ in starts]
        latents = np.stack([source[s : s + FRAMES] for source, s in zip(sources, starts)])
        audio = np.stack([self.audio[s * FRAME : (s + FRAMES) * FRAME] for s in starts]).astype(np.float32) / 32767
        voiced = np.stack([self.voiced[s * STEPS : (s + FRAMES) * STEPS] for s in starts])
        return torch.from_numpy(latents), torch.from_numpy(audio), torch.from_numpy(np.repeat(voiced, STEP, 1)).float()


def mel_bands(size: int, count: int = 80, top: float = 8000.0) -> Tensor:
    hz = np.linspace(0, RATE / 2, size // 2 + 1)
    edges = 700 * (10 ** (np.linspace(70, 2595 * np.log10(1 + top / 700), count + 2) / 2595) - 1)
    rise = (hz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - hz) / (edges[2:] - edges[1:-1])[:, None]
    bands = np.minimum(rise, fall).clip(0)
    return torch.tensor(bands / np.maximum(bands.sum(1, keepdims=True), 1e-6), dtype=torch.float32)


class AudioLoss:
    def __init__(self):
        self.windows = {size: torch.hann_window(size) for size, _ in RESOLUTIONS}
        self.mel = mel_bands(RESOLUTIONS[-1][0])

    def magnitudes(self, audio: Tensor, size: int, hop: int) -> Tensor:
        spectrum = torch.stft(audio, size, hop, window=self.windows[size], return_complex=True, center=False)
        return spectrum.abs().square().add(1e-7).sqrt()

    def __call__(self, made: Tensor, target: Tensor, voiced: Tensor) -> dict[str, Tensor]:
        """All but the first frame, whose past the crop has cut off."""
        made, target, voiced = made[:, FRAME:], target[:, FRAME:], voiced[:, FRAME:]
        wave = ((made - target).abs() * voiced).sum() / ((target.abs() * voiced).sum() + 1e-3)
        spectral, mel = 0.0, 0.0
        for size, hop in RESOLUTIONS:
            a, b = self.magnitudes(made, size, hop), self.magnitudes(target, size, hop)
            convergence = (a - b).square().sum().sqrt() / b.square().sum().sqrt()
            logarithm = (torch.log(a + 3e-3) - torch.log(b + 3e-3)).abs().mean()
            spectral = spectral + (0.5 * convergence + logarithm) / len(RESOLUTIONS)
            if size == RESOLUTIONS[-1][0]:
                mel = (torch.log10(self.mel @ a + 1e-3) - torch.log10(self.mel @ b + 1e-3)).abs().mean()
        return dict(wave=wave, spectral=spectral, mel=mel)


def half(mimi: nn.Module, encoder: bool) -> list[nn.Parameter]:
    return [p for n, p in mimi.named_parameters() if n.startswith(("encoder", "downsample")) == encoder]


def start() -> nn.Module:
    mimi = make_mimi()
    if (FOLDER / "adopted.pt").exists():
        mimi.load_state_dict(torch.load(FOLDER / "adopted.pt"))
    return mimi


def train_decoder(steps: int) -> None:
    torch.manual_seed(0)
    mimi = start()
    run = training.Run("decoder", mimi, half(mimi, encoder=False))
    crops, loss_of = Crops(run.step), AudioLoss()
    noise = torch.tensor(Basis.load().deviation) * 0.05
    offset = latent_offset()
    while run.step < steps and not run.stopped:
        latents, audio, voiced = crops.batch()
        f = loss_of(decode(mimi, latents + offset + torch.randn_like(latents) * noise), audio, voiced)
        run.update(f["wave"] + f["spectral"] + 2 * f["mel"], training.learning_rate(run.step, 2e-3, steps), BATCH, **f)
    run.save()


def train_encoder(steps: int) -> None:
    torch.manual_seed(0)
    mimi = start()
    run = training.Run("encoder", mimi, half(mimi, encoder=True))
    crops, recordings = Crops(run.step, true_only=True), Recordings(run.step)
    deviation = torch.tensor(Basis.load().deviation)
    weight = deviation / deviation.mean()
    while run.step < steps and not run.stopped:
        # The shipped prompts are the vocoder's, those of users are recordings, at any level.
        latents, audio = recordings.batch() if run.step % 4 else crops.batch()[:2]
        audio = audio * torch.empty(BATCH, 1).uniform_(*QUIETEST_AND_LOUDEST).exp()
        error = (((encode(mimi, audio) - latents) / deviation).square() * weight).mean()
        run.update(error, training.learning_rate(run.step, 2e-3, steps), BATCH, error=error)
    run.save()


def latent_offset() -> Tensor:
    """What the decoder wants added to the latents: zero, or what adopt.py found."""
    path = FOLDER / "offset.npy"
    return torch.from_numpy(np.load(path)) if path.exists() else torch.zeros(LATENT)


def main() -> None:
    if sys.argv[1] == "audio":
        make_audio()
    elif sys.argv[1] == "recordings":
        make_recordings()
    elif sys.argv[1] == "decoder":
        train_decoder(int(sys.argv[2]))
    else:
        train_encoder(int(sys.argv[2]))


if __name__ == "__main__":
    main()
