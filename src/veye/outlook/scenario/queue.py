# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""A queue of vehicles by time, in two arrays: a binary heap, since scanning all vehicles at each event is slow."""

from __future__ import annotations

from veye.outlook.scenario.chance import njit


@njit()
def push(times, who, size, time, vehicle):
    """Add a vehicle; gives the new size."""
    i = size
    while i > 0:
        parent = (i - 1) // 2
        if times[parent] <= time:
            break
        times[i] = times[parent]
        who[i] = who[parent]
        i = parent
    times[i] = time
    who[i] = vehicle
    return size + 1


@njit()
def pop(times, who, size):
    """Take the first vehicle away (it stood in `who[0]`); gives the new size."""
    size -= 1
    time, vehicle = times[size], who[size]
    i = 0
    while True:
        child = 2 * i + 1
        if child >= size:
            break
        if child + 1 < size and times[child + 1] < times[child]:
            child += 1
        if time <= times[child]:
            break
        times[i] = times[child]
        who[i] = who[child]
        i = child
    times[i] = time
    who[i] = vehicle
    return size


@njit()
def fill(times, who, values, states, state):
    """Make the queue anew from the vehicles in one state, by their `values`; gives its size."""
    size = 0
    for v in range(len(values)):
        if states[v] == state:
            size = push(times, who, size, values[v], v)
    return size
