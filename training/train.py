# ruff: noqa: E402, T201 - a script
"""Trains the encoder of the embedded reader on processor cores alone, with no network.

usage: train.py [--out FOLDER] [--aside PARTS/PART] [--epochs N] [--threads N]

Reads corpus/train, heldout, train2, train3 and train4, the example reports and speakers.yaml, never corpus/heldout2
to heldout5. Writes model.onnx (int8) and tokenizer.json to FOLDER
(src/veye/extract/tagger/weights). With --aside one part of the happenings is kept apart and what the model says of its
reports goes to FOLDER/said.npz, for limits.py. Settings and seed: settings.json.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F  # noqa: N812

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "training")]

from model import FEATURES, Encoder, Heads, Judge
from weights import cut_tokenizer, load_encoder

from corpus import Example, load_examples, part_of
from veye.extract.tagger import labels
from veye.extract.tagger.encoder import mentions_in
from veye.extract.tagger.windows import FIRST, LAST, PAD, Pieces, within

Array = np.ndarray[Any, Any]
_UNKNOWN = 3


class Window:
    """One window of an example: ids, the runs of its mentions and of their sentences, targets of its pieces."""

    def __init__(self, example: Example, pieces: Pieces, window: tuple[int, int]) -> None:
        self.example, self.bounds, self.offsets = example, window, pieces.offsets[window[0] : window[1]]
        self.ids = [FIRST, *pieces.ids[window[0] : window[1]], LAST]
        self.mentions, self.runs, self.around = mentions_in(window, pieces, example.analysis, example.mentions)
        self.words = np.zeros((window[1] - window[0], len(labels.ALL)), np.int8)
        self.flags = np.full((window[1] - window[0], len(labels.FLAGS)), -1, np.int8)
        for (start, end, column, sure), flags in zip(example.spans, example.flags, strict=True):
            run = pieces.run(start, end)
            place = within(run, window) if run else None
            if place:
                cells = self.words[place[0] - 1 : place[1] - 1, column]
                cells[:] = 1 if sure else np.where(cells == 1, 1, -1)
                self.flags[place[0] - 1 : place[1] - 1] = flags


def windows_of(example: Example, tokenizer: Any) -> list[Window]:
    """The windows of an example."""
    pieces = Pieces(tokenizer, example.analysis.text)
    return [Window(example, pieces, w) for w in pieces.windows(example.analysis.sentences)]


def collate(windows: Sequence[Window], hide: float = 0.0) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask, padded; a share of the pieces hidden."""
    length = max(len(w.ids) for w in windows)
    ids = torch.full((len(windows), length), PAD)
    mask = torch.zeros((len(windows), length))
    for i, window in enumerate(windows):
        row = torch.tensor(window.ids)
        hidden = (torch.rand(len(row)) < hide) & (row > _UNKNOWN)
        ids[i, : len(row)] = torch.where(hidden, _UNKNOWN, row)
        mask[i, : len(row)] = 1
    return ids, mask


def means(hidden: torch.Tensor, runs: Sequence[tuple[int, int, int]]) -> torch.Tensor:
    """Mean vectors of runs (row, from, to)."""
    if not runs:
        return torch.zeros(0, hidden.shape[-1])
    total = F.pad(hidden.cumsum(1), (0, 0, 1, 0))
    row, low, high = (torch.tensor(x) for x in zip(*runs, strict=True))
    return (total[row, high] - total[row, low]) / (high - low)[:, None]


def encode(encoder: Encoder, windows: Sequence[Window], hide: float = 0.0) -> torch.Tensor:
    """Vectors of all pieces of some windows."""
    ids, mask = collate(windows, hide)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = encoder(ids, mask)
    return hidden.float()


def judge(heads: Heads, windows: Sequence[Window], hidden: torch.Tensor) -> dict[str, torch.Tensor]:
    """What the heads say of some windows."""
    mentions = [(i, *r) for i, w in enumerate(windows) for r in w.runs]
    around = [(i, *r) for i, w in enumerate(windows) for r in w.around]
    whole = [(i, 0, len(w.ids)) for i, w in enumerate(windows)]
    rows = [w.example.mentions[i].features for w in windows for i in w.mentions]
    features = torch.tensor(rows) if rows else torch.zeros(0, heads.mention.in_features - 2 * hidden.shape[-1])
    return heads(hidden, means(hidden, mentions), means(hidden, around), features, means(hidden, whole))


def loss_of(out: dict[str, torch.Tensor], windows: Sequence[Window]) -> torch.Tensor:
    """The sum of what each head gets wrong, where its target says anything."""

    def binary(logits: torch.Tensor, target: Array, positive: float, count: int) -> torch.Tensor:
        wanted = torch.from_numpy(target)
        loss = F.binary_cross_entropy_with_logits(
            logits, wanted.clamp(min=0).float(), reduction="none", pos_weight=torch.tensor(positive)
        )
        return (loss * (wanted >= 0).float()).sum() / max(1, count)

    words = np.full((len(windows), out["words"].shape[1], len(labels.ALL)), -1, np.int8)
    flags = np.full((len(windows), out["words"].shape[1], len(labels.FLAGS)), -1, np.int8)
    whole = np.zeros((len(windows), len(labels.ALL) + 1), np.int8)
    for i, window in enumerate(windows):
        words[i, 1 : 1 + len(window.words)] = window.words
        flags[i, 1 : 1 + len(window.words)] = window.flags
        whole[i, :-1] = (window.words == 1).any(0)
        whole[i, -1] = window.example.any
    total = binary(out["words"], words, 2.0, sum(len(w.words) for w in windows))
    total = total + 0.5 * binary(out["flags"], flags, 1.0, int((flags >= 0).sum()) // len(labels.FLAGS))
    total = total + 0.3 * binary(out["whole"], whole, 1.0, len(windows))
    if len(out["label"]):
        count = len(out["label"])
        total = total + binary(out["label"], _stacked(windows, "mention"), 1.5, count)
        who = torch.from_numpy(_stacked(windows, "who")).long()
        if (who >= 0).any():
            share = (who >= 0).float().mean()
            total = total + share * F.cross_entropy(out["who"], who, ignore_index=-1)
    return total


def _stacked(windows: Sequence[Window], name: str) -> Array:
    return np.concatenate([getattr(w.example, name)[w.mentions] for w in windows])


def batches(windows: Sequence[Window], size: int, rng: random.Random) -> Iterator[list[Window]]:
    """Windows of like length together, the batches in random order."""
    order = sorted(windows, key=lambda w: len(w.ids) + rng.random() * 30)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    yield from groups


def train(
    windows: Sequence[Window], settings: dict[str, Any], keep: Sequence[int], epochs: int
) -> tuple[Encoder, Heads]:
    """The encoder and its heads after all epochs; the heads learn alone first, lest the encoder forget what it knew."""
    torch.manual_seed(settings["seed"])
    rng = random.Random(settings["seed"])  # noqa: S311 - reproducible, not secret
    encoder = Encoder(load_encoder(settings["layers"]), keep, settings["layers"], settings["dropout"])
    heads = Heads(settings["dropout"])
    encoder.eval()
    with torch.no_grad():
        seen = torch.cat([encode(encoder, [w])[0] for w in rng.sample(list(windows), min(60, len(windows)))])
        heads.mean.copy_(seen.mean(0))
        heads.deviation.copy_(seen.std(0))
    first = torch.optim.AdamW(heads.parameters(), lr=settings["first_rate"])
    for batch in batches(rng.sample(list(windows), min(500, len(windows))), settings["batch"], rng):
        with torch.no_grad():
            hidden = encode(encoder, batch)
        loss = loss_of(judge(heads, batch, hidden), batch)
        first.zero_grad()
        loss.backward()
        first.step()
    steps = epochs * -(-len(windows) // settings["batch"])
    learning = [p for p in encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": learning, "lr": settings["encoder_rate"]},
            {"params": heads.parameters(), "lr": settings["head_rate"]},
        ],
        weight_decay=settings["weight_decay"],
    )  # fmt: skip
    warm = settings["warm_up"] * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / (steps - warm)))
    )
    started = time.monotonic()
    for epoch in range(epochs):
        encoder.train()
        heads.train()
        losses = []
        for batch in batches(windows, settings["batch"], rng):
            loss = loss_of(judge(heads, batch, encode(encoder, batch, settings["hidden"])), batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*learning, *heads.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}, {time.monotonic() - started:.0f} s", flush=True)
    return encoder.eval(), heads.eval()


def said_of(encoder: Encoder, heads: Heads, examples: Sequence[Example], tokenizer: Any) -> dict[str, Array]:
    """All that the model says of examples, as arrays named key/what."""
    out: dict[str, Array] = {}
    for example in examples:
        label = np.zeros((len(example.mentions), len(labels.MENTION)), np.float32)
        who = np.zeros((len(example.mentions), len(labels.WHO)), np.float32)
        words, flags, offsets, story = [], [], [], [0.0]
        for window in windows_of(example, tokenizer):
            with torch.no_grad():
                said = judge(heads, [window], encode(encoder, [window]))
            label[window.mentions] = said["label"].sigmoid().numpy()
            who[window.mentions] = said["who"].softmax(-1).numpy()
            words.append(said["words"][0, 1:-1].sigmoid().numpy())
            flags.append(said["flags"][0, 1:-1].sigmoid().numpy())
            offsets.append(window.offsets)
            story.append(float(said["whole"][0, -1].sigmoid()))
        named = {
            "label": label,
            "who": who,
            "words": np.concatenate(words) if words else np.zeros((0, len(labels.ALL)), np.float32),
            "flags": np.concatenate(flags) if flags else np.zeros((0, len(labels.FLAGS)), np.float32),
            "offsets": np.concatenate(offsets) if offsets else np.zeros((0, 2), np.int64),
            "story": np.array(max(story)),
        }
        out |= {f"{example.key}/{name}": value for name, value in named.items()}
    return out


def export(encoder: Encoder, heads: Heads, tokenizer: dict[str, Any], out: Path) -> None:
    """Encoder (in int8) and heads as ONNX, the tokenizer as JSON."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = out / "whole.onnx"
    runs, names = torch.tensor([[1, 2], [2, 3]]), ["label", "who", "words", "flags", "story"]
    example = (torch.tensor([[FIRST, 5, 6, LAST]]), runs, runs, torch.zeros(2, FEATURES))
    axes = {"ids": {1: "pieces"}} | {name: {0: "mentions"} for name in ("own", "around", "features")}
    torch.onnx.export(
        Judge(encoder, heads).eval(), example, str(whole), input_names=["ids", "own", "around", "features"],
        output_names=names, dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    heads_nodes = [n.name for n in onnx.load(str(whole)).graph.node if "/heads/" in n.name]
    quantize_dynamic(
        whole, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=heads_nodes
    )
    whole.unlink()
    (out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "src/veye/extract/tagger/weights")
    parser.add_argument("--aside", help="parts/part, as in 5/0")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    settings = json.loads((ROOT / "training/settings.json").read_text())
    args.out.mkdir(parents=True, exist_ok=True)
    examples, aside = load_examples(settings["mission"]), []
    if args.aside:
        parts, part = map(int, args.aside.split("/"))
        aside = [e for e in examples if part_of(e.part, parts) == part]
        examples = [e for e in examples if part_of(e.part, parts) != part]
    lexicon = [p.read_text("utf-8") for p in sorted((ROOT / "src/veye/extract/lexicon").rglob("*.yaml"))]
    cut, keep = cut_tokenizer([e.analysis.text for e in examples] + lexicon, settings["common_pieces"])
    tokenizer = Tokenizer.from_str(json.dumps(cut))
    windows = [w for e in examples for w in windows_of(e, tokenizer)]
    print(f"{len(examples)} reports to learn from, {len(aside)} aside, {len(keep)} pieces", flush=True)
    encoder, heads = train(windows, settings, keep, args.epochs or settings["epochs"])
    export(encoder, heads, cut, args.out)
    if aside:
        np.savez_compressed(args.out / "said.npz", **said_of(encoder, heads, aside, tokenizer))


if __name__ == "__main__":
    main()
