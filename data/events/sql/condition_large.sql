-- The same as `condition_apart` in 128 bits, where products of large values do not fit into 64.
, states AS (
    SELECT variant, period, n0, s0, n1, s1, sign::HUGEINT AS n
    FROM every
    JOIN chosen ON chosen.cell = every.cell
)
