"""Begins the codec with an earlier one: `adopt.py codec.pt basis.npz`.

The earlier codec has other latents, but both are linear in the same features of 80 ms of speech; so the earlier ones are
a matrix times ours plus a constant, and the reverse. The matrices go into the decoder's first and the encoder's last
projection; the constant becomes an offset of the decoder's latents, and the encoder has to learn it.
"""

import sys

import numpy as np
import torch

from features import Basis
from networks import make_mimi
from settings import FOLDER, LATENT


def main() -> None:
    codec, earlier = torch.load(sys.argv[1], weights_only=False), np.load(sys.argv[2])
    weights = {**codec["model"], **codec["ema"]}
    basis, projection = Basis.load(), "quantizer.output_proj.weight"
    old = earlier["V"][:, : weights[projection].shape[1]].astype(np.float64)
    matrix = basis.vectors.T.astype(np.float64) @ old  # ours (without the pitch) to theirs
    offset = np.zeros(LATENT, np.float32)
    offset[:-1] = (basis.mean - earlier["mean"]) @ old @ np.linalg.pinv(matrix)
    mimi = make_mimi()
    state = mimi.state_dict()
    for name, value in weights.items():
        if name in state and state[name].shape == value.shape:
            state[name] = value
    first = torch.zeros_like(state[projection])
    first[:, :-1, 0] = weights[projection][:, :, 0] @ torch.tensor(matrix.T, dtype=torch.float32)
    state[projection] = first
    last = "downsample.conv.conv.weight"
    state[last] = torch.zeros_like(state[last])
    state[last][:-1] = torch.einsum("io,ock->ick", torch.tensor(matrix, dtype=torch.float32), weights[last])
    mimi.load_state_dict(state)
    np.save(FOLDER / "offset.npy", offset)
    torch.save(state, FOLDER / "adopted.pt")
    print("offset in deviations", np.abs(offset / basis.deviation).max())


if __name__ == "__main__":
    main()
