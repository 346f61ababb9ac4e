"""A small multilingual encoder that judges the words and mentions of a document; no network, one thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from scipy.special import erf, expit, softmax

from veye.extract.analysis import Analysis
from veye.extract.tagger import labels
from veye.extract.tagger.candidates import Mention
from veye.extract.tagger.said import Said
from veye.extract.tagger.windows import FIRST, LAST, Pieces, within

Array = np.ndarray[Any, Any]


class Encoder:
    """What training wrote: the encoder as int8 ONNX, its tokenizer, and the heads as arrays (`training/model.py`)."""

    def __init__(self, session: Any, tokenizer: Any, heads: dict[str, Array]) -> None:
        self._session, self._tokenizer, self._heads = session, tokenizer, heads

    def judge(self, analysis: Analysis, mentions: Sequence[Mention]) -> Said:
        """What the encoder says of a document and its mentions."""
        pieces = Pieces(self._tokenizer, analysis.text)
        windows = pieces.windows(analysis.sentences)
        said = Said(
            np.zeros((len(mentions), len(labels.MENTION))),
            np.zeros((len(mentions), len(labels.WHO))),
            np.zeros((len(pieces.ids), len(labels.ALL))),
            pieces.offsets,
            0.0,
        )
        for window in windows:
            hidden = self._encode([FIRST, *pieces.ids[window[0] : window[1]], LAST])
            said.words[window[0] : window[1]] = expit(self._linear("words", hidden[1:-1]))
            said.story = max(said.story, float(expit(self._linear("whole", hidden.mean(axis=0)[None])[0, -1])))
            self._judge_mentions(said, analysis, mentions, pieces, window, hidden)
        return said

    def _judge_mentions(
        self,
        said: Said,
        analysis: Analysis,
        mentions: Sequence[Mention],
        pieces: Pieces,
        window: tuple[int, int],
        hidden: Array,
    ) -> None:
        total = np.concatenate([np.zeros((1, hidden.shape[1])), hidden.cumsum(axis=0)])
        rows, of = [], []
        for i, mention in enumerate(mentions):
            run = pieces.run(mention.start, mention.end)
            if run is None or not window[0] <= run[0] < window[1]:
                continue
            own = within(run, window)
            assert own is not None
            sentence = analysis.sentences[mention.sentence]
            whole = pieces.run(sentence.start, sentence.end)
            around = (within(whole, window) if whole else None) or own
            parts = [(total[b] - total[a]) / (b - a) for a, b in (own, around)]
            rows.append(np.concatenate([*parts, mention.features]))
            of.append(i)
        if rows:
            inner = self._linear("mention", np.array(rows))
            inner = inner * (1 + erf(inner / np.sqrt(2))) / 2
            said.label[of] = expit(self._linear("label", inner))
            said.who[of] = softmax(self._linear("who", inner), axis=1)

    def _encode(self, ids: list[int]) -> Array:
        """One centred and scaled vector a piece."""
        feed = {"ids": np.array([ids], np.int64), "mask": np.ones((1, len(ids)), np.float32)}
        hidden: Array = self._session.run(["hidden"], feed)[0][0]
        return (hidden - self._heads["mean"]) / self._heads["deviation"]

    def _linear(self, name: str, x: Array) -> Array:
        out: Array = x @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]
        return out


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
    with as_file(folder / "heads.npz") as path, np.load(path) as stored:
        heads = {name: stored[name] for name in stored.files}
    return Encoder(session, Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8")), heads)
