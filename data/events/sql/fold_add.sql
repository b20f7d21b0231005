-- What the parts of a slice add, signed: `sums` of moments, the people who `arrived`, and what was `found`.
-- x numerator (capped), u numerator before the cap, y denominator, r = x in units of 1/100 (amounts), clamped to 10^10
-- of them, because cubes of finer units overflow. `peak` is the largest x that a user holds after a change.
INSERT INTO changes
SELECT sign, population, metric, "day", cell, x, xx, y, yy, xy, u, uu, r, rr, rrr, peak
FROM sums;

INSERT INTO arrivals
SELECT population, window_days, "day", cell, users FROM arrived;

INSERT INTO findings
SELECT kind, "day", amount FROM found;
