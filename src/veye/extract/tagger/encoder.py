"""A small multilingual encoder that judges the words and mentions of a document; no network, one thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np

from veye.extract.analysis import Analysis
from veye.extract.tagger import labels
from veye.extract.tagger.candidates import WIDTH, Mention
from veye.extract.tagger.said import Said
from veye.extract.tagger.windows import FIRST, LAST, Pieces, within

Array = np.ndarray[Any, Any]
_LEAD = 160  # pieces of words by which a document is taken for another kind of story, or not
_LONGEST_PIECE = 16  # characters


class Encoder:
    """What training wrote: encoder and heads as ONNX, the encoder in int8 (`training/model.py`), and its tokenizer."""

    def __init__(self, session: Any, tokenizer: Any) -> None:
        self._session, self._tokenizer = session, tokenizer

    def judge(self, analysis: Analysis, mentions: Sequence[Mention]) -> Said:
        """What the encoder says of a document and its mentions."""
        pieces = Pieces(self._tokenizer, analysis.text)
        said = Said(
            np.zeros((len(mentions), len(labels.MENTION))),
            np.zeros((len(mentions), len(labels.WHO))),
            np.zeros((len(pieces.ids), len(labels.ALL))),
            np.zeros((len(pieces.ids), len(labels.FLAGS))),
            pieces.offsets,
            0.0,
        )
        for first, end in pieces.windows(analysis.sentences):
            seen, own, around = mentions_in((first, end), pieces, analysis, mentions)
            features = [mentions[i].features for i in seen]
            label, who, words, flags, story = self._run(pieces.ids[first:end], own, around, features)
            said.label[seen], said.who[seen] = label, who
            said.words[first:end], said.flags[first:end] = words, flags
            said.story = max(said.story, story)
        return said

    def story(self, text: str) -> float:
        """How likely a document states any claim, by how it begins."""
        return float(self._run(Pieces(self._tokenizer, text[: _LEAD * _LONGEST_PIECE]).ids[:_LEAD], [], [], [])[4])

    def _run(
        self, ids: list[int], own: list[tuple[int, int]], around: list[tuple[int, int]], features: list[Any]
    ) -> list[Any]:
        feed = {
            "ids": np.array([[FIRST, *ids, LAST]], np.int64),
            "own": np.array(own, np.int64).reshape(-1, 2),
            "around": np.array(around, np.int64).reshape(-1, 2),
            "features": np.array(features, np.float32).reshape(-1, WIDTH),
        }
        said: list[Any] = self._session.run(["label", "who", "words", "flags", "story"], feed)
        return said


def mentions_in(
    window: tuple[int, int], pieces: Pieces, analysis: Analysis, mentions: Sequence[Mention]
) -> tuple[list[int], list[tuple[int, int]], list[tuple[int, int]]]:
    """Which mentions begin in a window, the places there of their pieces, and of those of their sentences."""
    seen, own, around = [], [], []
    sentences: dict[int, tuple[int, int] | None] = {}
    for i, mention in enumerate(mentions):
        run = pieces.run(mention.start, mention.end)
        if run is None or not window[0] <= run[0] < window[1]:
            continue
        if mention.sentence not in sentences:
            sentence = analysis.sentences[mention.sentence]
            sentences[mention.sentence] = pieces.run(sentence.start, sentence.end)
        place, whole = within(run, window), sentences[mention.sentence]
        assert place is not None
        seen.append(i)
        own.append(place)
        around.append((within(whole, window) if whole else None) or place)
    return seen, own, around


@cache
def load_encoder() -> Encoder:
    """The encoder that ships with Veye."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    folder = files(__package__) / "weights"
    with as_file(folder / "model.onnx") as model:
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return Encoder(session, Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8")))
