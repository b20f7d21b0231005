"""Each truth of the sample is found by the readout in nine of ten drawings, and in the one that is shipped."""

import os
from collections import Counter
from pathlib import Path

from data.sample import programme
from tests.sample import truths

DRAWN = int(os.environ.get("LIFTROOM_TRUTHS", "6"))  # `make truths` draws thirty


def test_each_truth_is_found_in_nine_of_ten_drawings(tmp_path: Path) -> None:
    times: Counter[str] = Counter(dict.fromkeys(truths.TRUTHS, 0))
    for seed in range(1, DRAWN + 1):
        times.update(truths.found(tmp_path / str(seed), seed=seed))
    assert set(times) == {plan.declared.key for plan in programme.PLANS} | {truths.WORTH}
    held = times.pop(truths.WORTH)
    assert held >= int(0.8 * DRAWN)  # 24 of 30: a range of 90 % holds it in fewer once in 40 programmes
    least = int(0.9 * DRAWN)  # 27 of 30
    assert {key: found for key, found in times.items() if found < least} == {}


def test_each_truth_is_found_in_the_sample_that_is_shipped(tmp_path: Path) -> None:
    assert set(truths.TRUTHS) - truths.found(tmp_path / "home", seed=programme.SEED) == set()
