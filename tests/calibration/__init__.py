"""Simulated experiments whose truth is known: does Liftroom err as rarely as it says?

`worlds` simulates daily counts, `gates` says what is measured and how much error is allowed, `test_gates` runs a short
version with the suite, and `python -m tests.calibration` the long one (`make calibrate`).
"""
