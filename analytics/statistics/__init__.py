"""Pure NumPy and SciPy, vectorised over days, segments and arms: a whole time series is one call.

Records: `results` of one comparison, `samples` what is known of an arm, `estimates` a whole array of comparisons.
Estimates: `comparisons` is the door and chooses, `strata` the same over exposure periods; `rates`, `means`, `ratios`,
`relative` and `amounts` hold the house's methods, `classical` and `methods` the named others, `exact` the tests of
small cells, `screening` what is testable at all, `exclusion` a group taken out again.
Every day: `clocks` count, `crossings` integrate, `boundaries` spend the error, `sequential` walks the looks, `unbiased`
takes the winner's luck out of an estimate. Many numbers: `multiplicity`; the allocation: `split`.
Many tests: `synthesis` pools those of one claim, `shrinkage` tells what all of a programme truly did and `worth`
what that brings in money; `forecasting` scores what people foresaw, `crowds` what they foresaw together. `tails` and
`roots` serve them all.
"""
