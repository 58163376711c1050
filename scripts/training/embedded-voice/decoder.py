"""The second part of the decoder's training, `decoder.py STEPS [ALONE]` (resumes): with its convolutions, from
joined.pt.

The first ALONE updates (a fifth by default) are by samples and spectra alone. Then discriminators join in: what of the
teachers' audio cannot be known from the latents (the phase of noise and of hibari's third part) is then filled in as it
sounds natural, instead of left out. The phase stays as it is computed; samples keep a small weight.
"""

import sys

import torch

import training
from blocks import disturbed
from crops import Crops
from discriminators import Discriminators
from features import Basis
from losses import AudioLoss
from networks import DEVICE, Analysis, decode, half, latents_of, make_mimi
from oscillator import Oscillator
from settings import FOLDER, FRAME, SMALL

GPU = DEVICE.type == "cuda"
BATCH, PEAK = (4 if SMALL else 48 if GPU else 8), 2e-4
JUDGED = 12000  # samples of each crop that the discriminators get
MEL, EXACT, VERDICT, APART = 12.0, 1.0, 1.0, 2.0  # weights of the losses


def main() -> None:
    steps = int(sys.argv[1])
    alone = int(sys.argv[2]) if len(sys.argv) > 2 else steps // 5
    torch.manual_seed(0)
    start = torch.load(FOLDER / "joined.pt", map_location="cpu")
    mimi, analysis = make_mimi(), Analysis(Basis.load())
    mimi.load_state_dict(start)
    mimi, analysis, judges = mimi.to(DEVICE), analysis.to(DEVICE), Discriminators().to(DEVICE)
    oscillator = Oscillator(mimi, fresh=False)
    run = training.Run(
        "decoder", mimi, half(mimi, encoder=False), steps, PEAK, restore=oscillator.restore, betas=(0.8, 0.99)
    )
    optimizer = torch.optim.AdamW(judges.parameters(), lr=PEAK, betas=(0.8, 0.99), fused=GPU)
    run.keep(judges=judges, judges_optimizer=optimizer)
    crops, loss_of = Crops(run.step), AudioLoss()
    while run.going():
        with torch.no_grad():
            x, periods, written, audio = crops.batch(BATCH)
            latents = latents_of(disturbed(analysis(x)), periods)
        made = decode(mimi, latents)
        f = loss_of.exact(made, written)
        f["mel"] = loss_of.mel(made, audio)
        loss = EXACT * loss_of.sum(f) + MEL * f["mel"]
        if run.progress() >= alone / steps:
            first = FRAME + int(torch.randint(0, made.shape[1] - FRAME - JUDGED, ()))
            natural, heard = audio[:, first : first + JUDGED], made[:, first : first + JUDGED]
            which = judges.chosen(run.step, every=GPU)
            f["judged"] = judges.loss(which, natural, heard.detach()) / len(which)
            optimizer.zero_grad(set_to_none=True)
            (f["judged"] * len(which)).backward()
            optimizer.step()
            judges.requires_grad_(False)
            f["unnatural"], f["apart"] = judges.verdict(which, natural, heard)
            judges.requires_grad_(True)
            loss = loss + VERDICT * len(which) * f["unnatural"] + APART * f["apart"]
        run.update(loss, BATCH, **f)
    run.save()


if __name__ == "__main__":
    main()
