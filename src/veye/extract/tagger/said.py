"""What the encoder says of a document: of its mentions, of its words, of the whole."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from veye.extract.tagger import labels

Array = np.ndarray[Any, Any]


class Run(msgspec.Struct, frozen=True):
    """Words in a row that state one thing: characters `start` to `end`, `peak` the highest probability among them."""

    start: int
    end: int
    peak: float


class Said(msgspec.Struct):
    """Probabilities. `label`: mentions x `labels.MENTION`, that a claim says so of the mention; `who`: mentions x
    `labels.WHO`, that people harmed are of that side; `words`: pieces of words x `labels.ALL`, that the piece is
    part of the words of such a claim; `flags`: pieces x `labels.FLAGS`, how a claim in these words stands;
    `offsets`: pieces x 2, their characters; `story`: that the document states any claim.
    """

    label: Array
    who: Array
    words: Array
    flags: Array
    offsets: Array
    story: float

    def peak(self, label: str, start: int, end: int) -> float:
        """The highest probability of a label among the words that touch a stretch of text; 0 where none does."""
        touched = (self.offsets[:, 1] > start) & (self.offsets[:, 0] < end)
        return float(self.words[touched, labels.ALL.index(label)].max()) if touched.any() else 0.0

    def flag(self, name: str, start: int, end: int) -> float:
        """The mean probability of a flag among the words that touch a stretch of text; 0 where none does."""
        touched = (self.offsets[:, 1] > start) & (self.offsets[:, 0] < end)
        return float(self.flags[touched, labels.FLAGS.index(name)].mean()) if touched.any() else 0.0

    def runs(self, label: str, floor: float) -> list[Run]:
        """Stretches whose words all have a label with at least `floor`; one piece between two of them is bridged."""
        column = self.words[:, labels.ALL.index(label)]
        out: list[list[int]] = []
        for i in np.flatnonzero(column >= floor).tolist():
            if out and i - out[-1][-1] <= _BRIDGE:
                out[-1].append(i)
            else:
                out.append([i])
        return [Run(int(self.offsets[r[0], 0]), int(self.offsets[r[-1], 1]), float(column[r].max())) for r in out]


_BRIDGE = 2
