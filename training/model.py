"""The encoder with its heads, for training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from veye.extract.tagger import labels
from veye.extract.tagger.candidates import WIDTH as FEATURES

ATTENTION = 12
WIDTH = 384
_RARE = -4.0  # where the outputs start: most mentions and words state nothing


class Layer(nn.Module):
    """One layer of a BERT encoder, normalised after each half."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.fi, self.fo = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.aln, self.oln = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = (
            f(x).view(batch, length, ATTENTION, WIDTH // ATTENTION).transpose(1, 2) for f in (self.q, self.k, self.v)
        )
        scores = q @ k.transpose(-1, -2) / (WIDTH // ATTENTION) ** 0.5 + bias
        context = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.aln(x + F.dropout(self.ao(context), self.dropout, self.training))
        return self.oln(x + F.dropout(self.fo(F.gelu(self.fi(x))), self.dropout, self.training))


class Encoder(nn.Module):
    """Ids of pieces to one vector a piece."""

    def __init__(self, arrays: dict[str, Any], keep: Sequence[int], layers: int, dropout: float) -> None:
        super().__init__()
        self.word, self.place = nn.Embedding(len(keep), WIDTH), nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.dropout = dropout
        _fill(self.word.weight, arrays["emb.word"][list(keep)])
        _fill(self.place.weight, arrays["emb.pos"].reshape(512, WIDTH) + arrays["emb.type"].reshape(-1, WIDTH)[0])
        _fill(self.norm.weight, arrays["emb.ln.w"])
        _fill(self.norm.bias, arrays["emb.ln.b"])
        for i, layer in enumerate(self.layers):
            for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                _fill(getattr(layer, name).weight, arrays[f"l{i}.{name}.w"])
                _fill(getattr(layer, name).bias, arrays[f"l{i}.{name}.b"])
        self.word.requires_grad_(False)
        self.place.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = F.dropout(self.norm(self.word(ids) + self.place(places)), self.dropout, self.training)
        bias = (1.0 - mask[:, None, None, :]) * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Heads(nn.Module):
    """Judgements of words, mentions and the whole, as logits, from vectors that are centred and scaled first."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(WIDTH))
        self.register_buffer("deviation", torch.ones(WIDTH))
        self.words = nn.Linear(WIDTH, len(labels.ALL))
        self.mention = nn.Linear(2 * WIDTH + FEATURES, WIDTH)
        self.label, self.who = nn.Linear(WIDTH, len(labels.MENTION)), nn.Linear(WIDTH, len(labels.WHO))
        self.flags = nn.Linear(WIDTH, len(labels.FLAGS))
        self.whole = nn.Linear(WIDTH, len(labels.ALL) + 1)  # the last: any claim at all
        self.dropout = dropout
        for head in (self.words, self.label, self.whole):
            nn.init.constant_(head.bias, _RARE)

    def forward(
        self, hidden: Tensor, mention: Tensor, sentence: Tensor, features: Tensor, whole: Tensor
    ) -> dict[str, Tensor]:
        def drop(x: Tensor) -> Tensor:
            return F.dropout(x, self.dropout, self.training)

        hidden, mention, sentence, whole = (
            (x - self.mean) / self.deviation for x in (hidden, mention, sentence, whole)
        )
        m = drop(F.gelu(self.mention(drop(torch.cat([mention, sentence, features], -1)))))
        return {
            "words": self.words(drop(hidden)),
            "label": self.label(m),
            "who": self.who(m),
            "flags": self.flags(drop(hidden)),
            "whole": self.whole(drop(whole)),
        }


class Judge(nn.Module):
    """Encoder and heads on one window, as the run time asks: ids 1 x pieces; `own` and `around`, mentions x 2, where
    the pieces of each mention and of its sentence begin and end; `features`, mentions x FEATURES. Probabilities of
    `label`, `who`, `words` and `flags` (without the marks at both ends), `story`.
    """

    def __init__(self, encoder: Encoder, heads: Heads) -> None:
        super().__init__()
        self.encoder, self.heads = encoder, heads

    def forward(self, ids: Tensor, own: Tensor, around: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        hidden = self.encoder(ids, torch.ones_like(ids, dtype=torch.float32))
        total = F.pad(hidden[0].cumsum(0), (0, 0, 1, 0))

        def mean(runs: Tensor) -> Tensor:
            low, high = runs[:, 0], runs[:, 1]
            return (total[high] - total[low]) / (high - low)[:, None].float()

        said = self.heads(hidden, mean(own), mean(around), features, hidden.mean(1))
        words, flags = said["words"][0, 1:-1].sigmoid(), said["flags"][0, 1:-1].sigmoid()
        return said["label"].sigmoid(), said["who"].softmax(-1), words, flags, said["whole"][0, -1].sigmoid()


def _fill(parameter: Tensor, values: Any) -> None:
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(np.ascontiguousarray(values)).reshape(parameter.shape))
