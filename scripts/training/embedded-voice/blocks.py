"""The first part of the decoder's training, `blocks.py STEPS` (resumes), and `blocks.py join`.

Without its convolutions the decoder is quick to train: behind the transformer stand only two matrices, by way of CODE
numbers to the 120 samples of each step. `join` then makes convolutions that compute the same, as a start for
decoder.py.
"""

import sys

import torch
from torch import Tensor, nn

import training
from crops import Crops
from features import Basis
from losses import AudioLoss, step_errors
from networks import DEVICE, Analysis, decode, decoder_steps, half, latents_of, make_mimi
from oscillator import Oscillator
from settings import FOLDER, SMALL, STEP

BATCH, PEAK = (4 if SMALL else 64 if DEVICE.type == "cuda" else 8), 6e-4  # twice that rate is unstable
CODE = 96
SMALL_SIGNAL = 0.3  # of the samples' size is what runs through the convolutions, where the ELU is nearly linear
NOISE = 0.2  # on the latents at most: those of a language model are not exact


class Blocks(nn.Module):
    def __init__(self):
        super().__init__()
        self.analysis, self.mimi = Analysis(Basis.load()), make_mimi()
        width = self.mimi.decoder_transformer.transformer.layers[0].norm1.weight.shape[0]
        self.code, self.samples = nn.Linear(width, CODE), nn.Linear(CODE, STEP)
        with torch.no_grad():
            self.samples.weight.mul_(0.1)
            self.samples.bias.zero_()

    def forward(self, latents: Tensor) -> Tensor:
        """Latents [B, T, LATENT] to audio [B, T * 1920]."""
        return self.samples(self.code(decoder_steps(self.mimi, latents).transpose(1, 2))).flatten(1)


def disturbed(learnt: Tensor) -> Tensor:
    return learnt + NOISE * torch.rand(len(learnt), 1, 1, device=learnt.device) * torch.randn_like(learnt)


def train(steps: int) -> None:
    torch.manual_seed(0)
    model = Blocks().to(DEVICE)
    oscillator = Oscillator(model.mimi, fresh=True)
    learnt = [*half(model.mimi, encoder=False), *model.code.parameters(), *model.samples.parameters()]
    run = training.Run("blocks", model, learnt, steps, PEAK, restore=oscillator.restore)
    crops, loss_of = Crops(run.step), AudioLoss()
    while run.going():
        x, periods, written, _ = crops.batch(BATCH)
        f = loss_of.exact(model(latents_of(disturbed(model.analysis(x)), periods)), written)
        run.update(loss_of.sum(f), BATCH, **f)
    run.save()


def pairs(matrix: Tensor) -> Tensor:
    """Rows [2n, ...] that hold each of `matrix` [n, ...] with both signs: ELU(x) - ELU(-x) is 2x where x is small."""
    return torch.stack([matrix, -matrix], 1).flatten(0, 1)


@torch.no_grad()
def join() -> None:
    """FOLDER/joined.pt: a codec whose convolutions compute what the two matrices do."""
    torch.manual_seed(0)
    model = Blocks()
    model.load_state_dict(training.averaged("blocks"))
    Oscillator(model.mimi, fresh=False)
    samples = model.samples.weight  # [120, CODE]
    bias = model.code.bias + torch.linalg.pinv(samples) @ model.samples.bias
    first, _, *stages, _, last = model.mimi.decoder.model
    first.conv.weight.zero_()
    first.conv.weight[:, :, -1] = SMALL_SIGNAL * pairs(model.code.weight)
    first.conv.bias.copy_(SMALL_SIGNAL * pairs(bias))
    length = STEP
    for number in range(3):
        part, block = stages[3 * number].convtr, stages[3 * number + 1].block
        ratio = part.kernel_size[0] // 2
        length //= ratio
        # What comes out of the first channels, two for each sample below this step; others are random, not used yet.
        part.weight[:, : 2 * length] = 0
        part.bias.zero_()
        for step in range(ratio):
            rows = slice(step * length, (step + 1) * length)
            one = samples[rows] if number == 0 else torch.eye(length * ratio)[rows]  # [out, in]
            part.weight[: 2 * one.shape[1], : 2 * length, step] = pairs(pairs(one).T) / 2
        block[-1].conv.weight.zero_()
        block[-1].conv.bias.zero_()
    last.conv.weight.zero_()
    last.conv.weight[0, :2, -1] = torch.tensor([1.0, -1.0]) / 2 / SMALL_SIGNAL
    last.conv.bias.zero_()
    torch.save(model.mimi.state_dict(), FOLDER / "joined.pt")
    model.to(DEVICE)
    x, periods, written, _ = Crops(0).batch(BATCH)
    latents = latents_of(model.analysis(x), periods)
    for made in (model(latents), decode(model.mimi, latents)):
        error, whole = step_errors(made, written)
        print("error", float(error.sum() / whole.sum()))


if __name__ == "__main__":
    join() if sys.argv[1] == "join" else train(int(sys.argv[1]))
