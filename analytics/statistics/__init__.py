"""Pure NumPy and SciPy, vectorised over days, segments and arms: a whole time series is one call.

`results` holds the records, `moments` the input arrays, `rates`, `means` and `relative` the estimates, `comparisons`
chooses among them, `boundaries` and `sequential` make them valid on every day, `multiplicity` over many numbers,
`split` tests the allocation.
"""
