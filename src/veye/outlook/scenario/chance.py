"""Random numbers by address: the same replicate, purpose and step give the same number, whatever else happens.

That makes options comparable draw by draw (common random numbers) and lets two implementations agree path by path.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

try:
    import numba

    COMPILED = True
except ImportError:  # the extra "outlook" is not installed: the array engine is used instead
    COMPILED = False


def njit(**how: Any) -> Callable[..., Any]:
    """What compiles a function, where the compiler is there; else what leaves it as it is."""
    compiler: Callable[..., Any] = numba.njit(**how) if COMPILED else (lambda function: function)
    return compiler


A = np.uint64(0xD1B54A32D192ED03)
B = np.uint64(0x8CB92BA72F3D8DD7)
C = np.uint64(0xAEF17502108EF2D9)
M1 = np.uint64(0xBF58476D1CE4E5B9)
M2 = np.uint64(0x94D049BB133111EB)
R30, R27, R31, R11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
UNIT = 2.0**-53


@njit()
def uniform(key, stream, i, j):  # type: ignore[no-untyped-def]
    """The uniform number between 0 and 1 at an address (Steele, Lea & Flood 2014: SplitMix64's mix of a counter)."""
    x = key + np.uint64(stream) * A + np.uint64(i) * B + np.uint64(j) * C
    x = (x ^ (x >> R30)) * M1
    x = (x ^ (x >> R27)) * M2
    x = x ^ (x >> R31)
    return (np.float64(x >> R11) + 0.5) * UNIT


@njit()
def normal(key, stream, i, j):  # type: ignore[no-untyped-def]
    """The standard normal number at an address (Box & Muller 1958)."""
    u = uniform(key, stream, i, 2 * j)
    v = uniform(key, stream, i, 2 * j + 1)
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)


@njit()
def gamma(key, stream, i, shape):  # type: ignore[no-untyped-def]
    """The gamma number of a shape and mean 1 at an address (Marsaglia & Tsang 2000)."""
    a = shape if shape >= 1.0 else shape + 1.0
    d = a - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    x = d
    for attempt in range(64):
        z = normal(key, stream, i, 2 * attempt)
        v = (1.0 + c * z) ** 3
        if v > 0.0:
            u = uniform(key, stream, i, 4 * attempt + 2)
            if math.log(u) < 0.5 * z * z + d - d * v + d * math.log(v):
                x = d * v
                break
    if shape < 1.0:
        x *= uniform(key, stream, i, 301) ** (1.0 / shape)
    return x / shape


@njit()
def poisson(u, mean):  # type: ignore[no-untyped-def]
    """The Poisson number at a share `u` of its distribution, by adding up; at most 400."""
    p = math.exp(-mean)
    n, total = 0, p
    while u > total and n < 400:
        n += 1
        p *= mean / n
        total += p
    return n


def keys(seed: int, replicates: int, first: int = 0) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """One key a replicate, far apart, from a seed."""
    state = np.random.SeedSequence(seed).generate_state(1, np.uint64)[0]
    index = np.arange(first, first + replicates, dtype=np.uint64)
    x = np.uint64(state) + (index + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> R30)) * M1
    x = (x ^ (x >> R27)) * M2
    return x ^ (x >> R31)


def uniforms(key: Any, stream: int, i: Any, j: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """`uniform` over arrays of keys and addresses, which spread over each other."""
    with np.errstate(over="ignore"):
        x = key + np.uint64(stream) * A + np.asarray(i).astype(np.uint64) * B + np.asarray(j).astype(np.uint64) * C
        x = (x ^ (x >> R30)) * M1
        x = (x ^ (x >> R27)) * M2
        x = x ^ (x >> R31)
        out: np.ndarray[Any, np.dtype[np.float64]] = ((x >> R11).astype(np.float64) + 0.5) * UNIT
    return out


def normals(key: Any, stream: int, i: Any, j: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """`normal` over arrays of keys and addresses."""
    twice = 2 * np.asarray(j)
    u, v = uniforms(key, stream, i, twice), uniforms(key, stream, i, twice + 1)
    out: np.ndarray[Any, np.dtype[np.float64]] = np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * v)
    return out


def gammas(key: Any, stream: int, i: int, shape: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """`gamma` over arrays of keys and shapes of one length."""
    a = np.where(shape >= 1.0, shape, shape + 1.0)
    d = a - 1.0 / 3.0
    c = 1.0 / np.sqrt(9.0 * d)
    x, open_ = d.copy(), np.ones(len(key), bool)
    for attempt in range(64):
        z = normals(key, stream, i, 2 * attempt)
        v = (1.0 + c * z) ** 3
        u = uniforms(key, stream, i, 4 * attempt + 2)
        safe = np.where(v > 0.0, v, 1.0)
        taken = open_ & (v > 0.0) & (np.log(u) < 0.5 * z * z + d - d * v + d * np.log(safe))
        x[taken] = (d * v)[taken]
        open_ &= ~taken
        if not open_.any():
            break
    x = np.where(shape < 1.0, x * uniforms(key, stream, i, 301) ** (1.0 / shape), x)
    out: np.ndarray[Any, np.dtype[np.float64]] = x / shape
    return out


def poissons(u: Any, mean: Any) -> np.ndarray[Any, np.dtype[np.int64]]:
    """`poisson` over arrays."""
    p = np.exp(-mean)
    n, total = np.zeros(len(u), np.int64), p.copy()
    more = u > total
    while more.any():
        n += more
        p = np.where(more, p * mean / np.maximum(n, 1), p)
        total = np.where(more, total + p, total)
        more &= (u > total) & (n < 400)
    return n
