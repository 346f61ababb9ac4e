"""A report that tells two happenings: only the better telling of the two is another report's happening."""

from __future__ import annotations

import numpy as np
import pytest

from veye.resolve.columns import empty
from veye.resolve.rivals import outbid


@pytest.mark.parametrize(
    ("better", "worse", "between", "gives_way"),
    [
        (7.0, 3.0, -9.0, True),  # the report itself tells them apart
        (7.0, 3.0, -5.0, False),  # told twice, but nothing speaks for two happenings
        (7.0, 6.0, -9.0, False),  # both fit about as well
        (-1.0, -7.0, -9.0, False),  # neither fits
    ],
)
def test_the_worse_telling_gives_way_where_its_report_tells_two(
    better: float, worse: float, between: float, gives_way: bool
) -> None:
    cols = empty(3)
    cols.doc[:] = [1, 2, 2]
    left, right = np.array([0, 0, 1]), np.array([1, 2, 2])
    found = outbid(cols, left, right, np.array([better, worse, between]))
    assert found.tolist() == [False, gives_way, False]


def test_reports_that_tell_one_happening_each_never_give_way() -> None:
    cols = empty(3)
    cols.doc[:] = [1, 2, 3]
    left, right = np.array([0, 0, 1]), np.array([1, 2, 2])
    assert not outbid(cols, left, right, np.array([9.0, 1.0, -9.0])).any()
