-- What the chosen users had done in a family whose values are added up: hardly two are equal.
, states AS (
    SELECT variant, period, n0, s0, n1, s1, sign AS n
    FROM every
    JOIN chosen ON chosen.cell = every.cell
)
