"""Makes Tests/Fixtures/random/golden.json: what torch's CPU generator draws, as bit patterns of floats.

    $(scripts/reference/setup) scripts/reference/make-random-goldens.py

Each seed has one sequence of calls on one generator. A call fills `count` values with the given `std`, truncated to
[-clamp, clamp] unless `clamp` is null; `bits` are its last 32 values at most.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import torch

SEEDS = [0, 1, 42, 1234, 2**32 + 5, -1, 2**63 - 1]
PLAIN = [1, 5, 15, 16, 17, 31, 32, 48, 64, 100]
CALLS = (
    [(count, 1.0, None) for count in PLAIN]
    + [(3, 2.0, None), (2000, 0.25, None), (7, 0.5, None), (32, 0.0, None)]
    + [(32, 0.75, clamp) for clamp in (3.0, 1.0, 0.5, 0.25, 0.0625)]
    + [(48, 0.75, 1.0), (5, 0.75, 1.0), (5, 0.75, 0.125), (32, 1.0, None)]
)


def main() -> None:
    capability = torch.backends.cpu.get_cpu_capability()
    assert capability in ("AVX2", "AVX512"), f"torch uses other polynomials on this CPU ({capability})"
    warnings.simplefilter("ignore")
    sequences = []
    for seed in SEEDS:
        torch.manual_seed(seed)
        calls = []
        for count, std, clamp in CALLS:
            values = torch.empty(count)
            if clamp is None:
                torch.nn.init.normal_(values, 0.0, std)
            else:
                torch.nn.init.trunc_normal_(values, 0.0, std, -clamp, clamp)
            bits = values.numpy().view(np.uint32)[-32:].tolist()
            calls.append({"count": count, "std": std, "clamp": clamp, "bits": bits})
        sequences.append({"seed": seed, "calls": calls})
    path = Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "random" / "golden.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(sequences, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
