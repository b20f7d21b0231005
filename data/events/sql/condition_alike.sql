-- What the chosen users had done in a family that only counts: equal users are counted once, in 128 bits.
, grouped AS (
    SELECT cell, n0, s0, n1, s1, sum(sign)::HUGEINT AS n
    FROM every
    SEMI JOIN chosen ON chosen.cell = every.cell
    GROUP BY cell, n0, s0, n1, s1
),
states AS (
    SELECT variant, period, n0, s0, n1, s1, n
    FROM grouped
    JOIN chosen ON chosen.cell = grouped.cell
)
