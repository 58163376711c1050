"""The decoder's training, `decoder.py STEPS [ALONE]` (resumes), from start.pt.

The first ALONE updates (a fifth by default) are by spectra alone. Then discriminators join in: what of the teachers'
audio cannot be known from the latents (the phase of noise and of hibari's third part) is then filled in as it sounds
natural. The voice's phase stays as it is computed.
"""

import sys

import torch
from torch import Tensor, nn

import training
from crops import Crops
from discriminators import Discriminators
from losses import AudioLoss
from networks import DEVICE, decode, half, make_mimi
from oscillator import Oscillator
from settings import CONSTANT_LATENT, FOLDER, FRAME, SMALL

GPU = DEVICE.type == "cuda"
BATCH, PEAK = (4 if SMALL else 48 if GPU else 8), 3e-4
GUESSED = 0.5  # of the crops have the latents that the language model predicts, where there are some
LOOSE = 0.4  # weight of their spectra: those of the audio cannot be known from a guess
NOISE = 0.2  # on the latents at most: those of a language model are not exact
NARROW = 256  # inputs
JUDGES_RATE = 4e-4
JUDGED = 12000  # samples of each crop that the discriminators get
MEL, VERDICT, APART = 4.0, 1.0, 2.0  # weights of the losses


def paces(mimi: nn.Module) -> dict[nn.Parameter, float]:
    """Weights of units with many inputs change more slowly: strengths are exponentials, and inputs change together."""
    out = {}
    for module in mimi.modules():
        weight = getattr(module, "weight", None)
        if isinstance(module, nn.ConvTranspose1d):
            out[weight] = min(1.0, NARROW / (2 * weight.shape[0] / module.groups))
        elif isinstance(module, nn.Conv1d | nn.Linear):
            out[weight] = min(1.0, NARROW / weight[0].numel())
    return out


def disturbed(latents: Tensor) -> Tensor:
    """`latents` [B, T, LATENT] with noise on those that are learnt."""
    noise = torch.randn_like(latents)
    noise[..., CONSTANT_LATENT:] = 0
    return latents + NOISE * torch.rand(len(latents), 1, 1, device=latents.device) * noise


def main() -> None:
    steps = int(sys.argv[1])
    alone = int(sys.argv[2]) if len(sys.argv) > 2 else steps // 5
    torch.manual_seed(0)
    mimi, judges = make_mimi().to(DEVICE), Discriminators().to(DEVICE)
    pace = paces(mimi)
    run = training.Run(
        "decoder", mimi, half(mimi, encoder=False), steps, PEAK, FOLDER / "start.pt", betas=(0.8, 0.99),
        pace=lambda p: pace.get(p, 1.0), decay=1.0,
    )  # fmt: skip
    run.restore = Oscillator(mimi, fresh=False).restore  # it keeps some of the weights as they now are
    optimizer = torch.optim.AdamW(judges.parameters(), lr=JUDGES_RATE, betas=(0.8, 0.99), fused=GPU)
    run.keep(judges=judges, judges_optimizer=optimizer)
    crops, loss_of = Crops(run.step), AudioLoss()
    while run.going():
        with torch.no_grad():
            latents, guessed, audio = crops.batch(BATCH)
            of_guess = torch.rand(BATCH, device=DEVICE) < GUESSED
            latents = torch.where(of_guess[:, None, None], guessed, disturbed(latents))
        made = decode(mimi, latents)
        f = loss_of(made, audio, torch.where(of_guess, LOOSE, 1.0))
        loss = f["spectral"] + MEL * f["mel"]
        if run.progress() >= alone / steps:
            first = FRAME + int(torch.randint(0, made.shape[1] - FRAME - JUDGED, ()))
            natural, heard = audio[:, first : first + JUDGED], made[:, first : first + JUDGED].detach().requires_grad_()
            which = judges.chosen(run.step, every=GPU)
            f["judged"], f["unnatural"], f["apart"] = judges.compare(which, natural, heard)
            parts = [p for i in which for p in judges.all[i].parameters()]
            optimizer.zero_grad(set_to_none=True)
            for part, gradient in zip(parts, torch.autograd.grad(f["judged"], parts, retain_graph=True)):
                part.grad = gradient
            heard_loss = VERDICT * len(which) * f["unnatural"] + APART * f["apart"]
            (gradient,) = torch.autograd.grad(heard_loss, heard)
            optimizer.step()
            f["judged"] = f["judged"] / len(which)
            # A loss with the same gradient, whose graph leaves the discriminators out.
            loss = loss + (made[:, first : first + JUDGED] * gradient).sum()
        run.update(loss, BATCH, **f)
    run.save()


if __name__ == "__main__":
    main()
