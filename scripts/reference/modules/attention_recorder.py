"""Records what the attention heads of the reference's language model look at."""

import threading

import torch
from pocket_tts.modules import attention


class Recorder(threading.local):
    """Stands in for torch.nn.functional within the attention module and keeps the queries and keys it is given.

    Each thread has its own: the codec runs beside the language model.
    """

    def __init__(self):
        self.calls: list[tuple[torch.Tensor, torch.Tensor]] = []
        attention.F = self

    def scaled_dot_product_attention(self, q, k, v, mask, dropout_p=0.0):
        self.calls.append((q.detach().clone(), k.detach().clone()))
        return torch.nn.functional.scaled_dot_product_attention(q, k, v, mask, dropout_p=dropout_p)

    def clear(self) -> None:
        self.calls = []

    def weights(self, first: int, count: int) -> torch.Tensor:
        """[heads of all layers, tokens] of the latest position, over the text's keys alone; forgets the calls."""
        rows = []
        for q, k in self.calls:
            text = k[0, :, first : first + count]
            rows.append(((text @ q[0, :, -1, :, None])[..., 0] / q.shape[-1] ** 0.5).softmax(-1))
        self.clear()
        return torch.cat(rows)
