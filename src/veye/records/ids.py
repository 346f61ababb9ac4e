"""Content addresses: the same content always has the same id, whoever read it and when."""

from __future__ import annotations

import hashlib

import msgspec


def digest(*parts: object) -> str:
    """32 hex characters of SHA-256 over the canonical JSON of `parts`.

    Canonical means: records as their JSON form, keys sorted, no white space. Lengths are carried by the JSON
    encoding, so ("a", "bc") and ("ab", "c") differ.

    >>> digest("a", "bc") == digest("ab", "c")
    False
    """
    encoded = msgspec.json.encode(parts, order="deterministic")
    return hashlib.sha256(encoded).hexdigest()[:32]


def content_id(prefix: str, *parts: object) -> str:
    """`prefix-` and the first 16 hex characters of the digest of `parts`."""
    return f"{prefix}-{digest(*parts)[:16]}"
