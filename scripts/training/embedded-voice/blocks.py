"""The first part of the decoder's training, `blocks.py STEPS` (resumes), and `blocks.py join`.

Without its convolutions the decoder is quick to train: behind the transformer stand only two matrices, by way of CODE numbers
to the 120 samples of each step. `join` then makes convolutions that compute the same, as a start for codec.py decoder.
"""

import sys

import torch
from torch import Tensor, nn

import training
from codec import PREDICTED, AudioLoss, half, sources, step_errors
from networks import decode, decoder_steps, make_mimi
from oscillator import Oscillator, with_constant
from settings import FOLDER, STEP

BATCH, PEAK = 16, 2e-3
CODE = 64
SMALL = 0.3  # of the samples' size is what runs through the convolutions, where the ELU is nearly linear


class Blocks(nn.Module):
    def __init__(self):
        super().__init__()
        self.mimi = make_mimi()
        self.code, self.samples = nn.Linear(128, CODE), nn.Linear(CODE, STEP)
        with torch.no_grad():
            self.samples.weight.mul_(0.1)
            self.samples.bias.zero_()

    def forward(self, latents: Tensor) -> Tensor:
        """Latents [B, T, LATENT] to audio [B, T * 1920]."""
        steps = decoder_steps(self.mimi, with_constant(latents)).transpose(1, 2)
        return self.samples(self.code(steps)).flatten(1)


def train(steps: int) -> None:
    torch.manual_seed(0)
    model = Blocks()
    oscillator = Oscillator(model.mimi, fresh=True)
    learnt = [*half(model.mimi, encoder=False), *model.code.parameters(), *model.samples.parameters()]
    run = training.Run("blocks", model, learnt, restore=oscillator.restore)
    crops, loss_of = sources(run.step), AudioLoss()
    while run.step < steps and not run.stopped:
        source = crops[-1 if torch.rand(1) < PREDICTED else 0]
        latents, audio = source.batch(BATCH)
        f = loss_of(model(source.disturbed(latents)), audio)
        run.update(loss_of.sum(f), training.learning_rate(run.step, PEAK, steps), BATCH, **f)
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
    first.conv.weight[:, :, -1] = SMALL * pairs(model.code.weight)
    first.conv.bias.copy_(SMALL * pairs(bias))
    length = STEP
    for number in range(3):
        part, block = stages[3 * number].convtr, stages[3 * number + 1].block
        ratio = part.kernel_size[0] // 2
        length //= ratio
        # What comes out of the first channels, two for each sample below this step; the others are random and not used yet.
        part.weight[:, : 2 * length] = 0
        part.bias.zero_()
        for step in range(ratio):
            rows = slice(step * length, (step + 1) * length)
            one = samples[rows] if number == 0 else torch.eye(length * ratio)[rows]  # [out, in]
            part.weight[: 2 * one.shape[1], : 2 * length, step] = pairs(pairs(one).T) / 2
        block[-1].conv.weight.zero_()
        block[-1].conv.bias.zero_()
    last.conv.weight.zero_()
    last.conv.weight[0, :2, -1] = torch.tensor([1.0, -1.0]) / 2 / SMALL
    last.conv.bias.zero_()
    torch.save(model.mimi.state_dict(), FOLDER / "joined.pt")
    latents, audio = sources(0)[-1].batch(BATCH)
    for made in (model(latents), decode(model.mimi, with_constant(latents))):
        error, whole = step_errors(made, audio)
        print("error", float(error.sum() / whole.sum()))


if __name__ == "__main__":
    join() if sys.argv[1] == "join" else train(int(sys.argv[1]))
