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
from features import Basis, whole_periods
from networks import decode, encode, make_mimi
from oscillator import Oscillator, with_constant
from settings import FOLDER, FRAME, RATE, SMALL, SPEAKERS, STEP, STEPS
from vocoder import synthesize

BATCH, FRAMES, UTTERANCES = 8, 10, 1500
RECORDINGS = 40 if SMALL else 300  # sentences, read by each speaker
QUIETEST_AND_LOUDEST = (-2.0, 0.3)  # natural logarithms of gains
RESOLUTIONS = ((256, 60), (512, 120), (1024, 240))
DECODER_PEAK = 2e-4  # it begins with weights that are right
SHARPENED = (1.0, 1.4)  # the cepstra of the latents: export.py does so, too
EMPHASIS = 0.95
QUIET = 0.01  # steps of less than this level count for less
PREDICTED = 0.6  # of the crops, when there are predictions


def make_audio(name: str = "audio", predicted: np.ndarray | None = None) -> None:
    """FOLDER/name.npz: the vocoder's audio of latents, true or predicted ones, more or less sharpened."""
    basis, random = Basis.load(), np.random.default_rng(1)
    with open(FOLDER / "data-0.pickle", "rb") as file:
        data = pickle.load(file)
    source = data["latents"] if predicted is None else predicted
    audio, latents = [], []
    for start, length, *_ in spoken(data):
        matrix, constant = basis.sharpening(random.uniform(*SHARPENED))
        sharp = whole_periods(source[start : start + length].astype(np.float32)) @ matrix.T + constant
        rows, periods = basis.decode(sharp)
        audio.append(pcm16(synthesize(rows, periods)))
        latents.append(sharp.astype(np.float32))
    np.savez(FOLDER / f"{name}.npz", audio=np.concatenate(audio), latents=np.concatenate(latents))
    print(sum(map(len, latents)) * 0.08 / 3600, "hours of audio")


def spoken(data: dict) -> list[tuple]:
    """Of each speaker the utterances that audio is made of."""
    half = next(i for i, u in enumerate(data["utterances"]) if u[2] == 1)
    return data["utterances"][:UTTERANCES] + data["utterances"][half : half + UTTERANCES]


def pcm16(audio: np.ndarray) -> np.ndarray:
    return (audio.clip(-1, 1) * 32767).astype(np.int16)


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
            audio.append(pcm16(recording[: length * STEP]))
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
    def __init__(self, seed: int, name: str = "audio"):
        file = np.load(FOLDER / f"{name}.npz")
        self.audio, self.latents = file["audio"], file["latents"]
        self.random = np.random.default_rng(seed)
        self.noise = torch.tensor(Basis.load().deviation) * 0.01

    def batch(self, size: int = BATCH) -> tuple[Tensor, Tensor]:
        """Latents [B, T, LATENT] and audio [B, N]."""
        starts = self.random.integers(0, len(self.latents) - FRAMES, size)
        latents = np.stack([self.latents[s : s + FRAMES] for s in starts])
        audio = np.stack([self.audio[s * FRAME : (s + FRAMES) * FRAME] for s in starts]).astype(np.float32) / 32767
        return torch.from_numpy(latents), torch.from_numpy(audio)

    def disturbed(self, latents: Tensor) -> Tensor:
        """A little, as latents from elsewhere are; the pitch by less than would make it another one."""
        out = latents + torch.randn_like(latents) * self.noise
        out[..., -1] = latents[..., -1] + (torch.rand(latents.shape[:-1]) - 0.5) * torch.rand(len(latents), 1) * 0.9
        return out


def sources(seed: int) -> list[Crops]:
    """Of true latents and, when predict.py has made them, of predicted ones."""
    names = [name for name in ("audio", "audio-predicted") if (FOLDER / f"{name}.npz").exists()]
    return [Crops(seed, name) for name in names]


def mel_bands(size: int, count: int = 80, top: float = 8000.0) -> Tensor:
    hz = np.linspace(0, RATE / 2, size // 2 + 1)
    edges = 700 * (10 ** (np.linspace(70, 2595 * np.log10(1 + top / 700), count + 2) / 2595) - 1)
    rise = (hz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - hz) / (edges[2:] - edges[1:-1])[:, None]
    bands = np.minimum(rise, fall).clip(0)
    return torch.tensor(bands / np.maximum(bands.sum(1, keepdims=True), 1e-6), dtype=torch.float32)


def step_errors(made: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Of each step of 5 ms the square error and the target's square [B, N], high frequencies raised and loud steps lowered.

    Like the other losses of all but the first frame, whose past the crop has cut off.
    """
    made, target = ((x[:, FRAME:] - EMPHASIS * x[:, FRAME - 1 : -1]).unflatten(1, (-1, STEP)) for x in (made, target))
    level = target.square().mean(-1).sqrt()
    weight = 1 / (nn.functional.max_pool1d(level[:, None], 3, 1, 1)[:, 0] + QUIET)
    return tuple(x.square().mean(-1) * weight.square() for x in (made - target, target))


class AudioLoss:
    def __init__(self):
        self.windows = {size: torch.hann_window(size) for size, _ in RESOLUTIONS}
        self.mel = mel_bands(RESOLUTIONS[-1][0])

    def magnitudes(self, audio: Tensor, size: int, hop: int) -> Tensor:
        spectrum = torch.stft(audio, size, hop, window=self.windows[size], return_complex=True, center=False)
        return spectrum.abs().square().add(1e-7).sqrt()

    def __call__(self, made: Tensor, target: Tensor) -> dict[str, Tensor]:
        steps = step_errors(made, target)[0].mean()
        made, target = made[:, FRAME:], target[:, FRAME:]
        wave = (made - target).abs().sum() / (target.abs().sum() + 1e-3)
        spectral, mel = 0.0, 0.0
        for size, hop in RESOLUTIONS:
            a, b = self.magnitudes(made, size, hop), self.magnitudes(target, size, hop)
            convergence = (a - b).square().sum().sqrt() / b.square().sum().sqrt()
            logarithm = (torch.log(a + 3e-3) - torch.log(b + 3e-3)).abs().mean()
            spectral = spectral + (0.5 * convergence + logarithm) / len(RESOLUTIONS)
            if size == RESOLUTIONS[-1][0]:
                mel = (torch.log10(self.mel @ a + 1e-3) - torch.log10(self.mel @ b + 1e-3)).abs().mean()
        return dict(steps=steps, wave=wave, spectral=spectral, mel=mel)

    def sum(self, parts: dict[str, Tensor]) -> Tensor:
        return 20 * parts["steps"] + parts["wave"] + parts["spectral"] + 2 * parts["mel"]


def half(mimi: nn.Module, encoder: bool) -> list[nn.Parameter]:
    return [p for n, p in mimi.named_parameters() if n.startswith(("encoder", "downsample")) == encoder]


def train_decoder(steps: int) -> None:
    torch.manual_seed(0)
    mimi = make_mimi()
    mimi.load_state_dict(torch.load(FOLDER / "joined.pt"))
    oscillator = Oscillator(mimi, fresh=False)
    run = training.Run("decoder", mimi, half(mimi, encoder=False), restore=oscillator.restore)
    crops, loss_of = sources(run.step), AudioLoss()
    while run.step < steps and not run.stopped:
        source = crops[-1 if torch.rand(1) < PREDICTED else 0]
        latents, audio = source.batch()
        f = loss_of(decode(mimi, with_constant(source.disturbed(latents))), audio)
        run.update(loss_of.sum(f), training.learning_rate(run.step, DECODER_PEAK, steps), BATCH, **f)
    run.save()


def train_encoder(steps: int) -> None:
    torch.manual_seed(0)
    mimi = make_mimi()
    run = training.Run("encoder", mimi, half(mimi, encoder=True))
    crops, recordings = Crops(run.step), Recordings(run.step)
    deviation = torch.tensor(Basis.load().deviation)
    weight = deviation / deviation.mean()
    while run.step < steps and not run.stopped:
        # The shipped prompts are the vocoder's, those of users are recordings, at any level.
        latents, audio = recordings.batch() if run.step % 4 else crops.batch()
        audio = audio * torch.empty(BATCH, 1).uniform_(*QUIETEST_AND_LOUDEST).exp()
        error = (((encode(mimi, audio) - latents) / deviation).square() * weight).mean()
        run.update(error, training.learning_rate(run.step, 2e-3, steps), BATCH, error=error)
    run.save()


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
