-- Writes the per-user table of one slice: who was exposed when to what ($people), and present totals by family ($totals).
COPY (
    SELECT
        "user", "at", "day", ranks.variant, ((cell >> 16) & 65535)::SMALLINT AS period, numbers.profile, crossed
    FROM people
    JOIN ranks ON ranks.rank = cell & 65535
    LEFT JOIN numbers ON numbers.number = cell >> 32
) TO $people (FORMAT parquet, COMPRESSION snappy);

COPY (
    SELECT
        "user", family, ranks.variant, numbers.profile,
        sum(n0)::BIGINT AS n0, sum(s0)::BIGINT AS s0, sum(n1)::BIGINT AS n1, sum(s1)::BIGINT AS s1
    FROM hits
    JOIN ranks ON ranks.rank = cell & 65535
    LEFT JOIN numbers ON numbers.number = cell >> 32
    WHERE family >= 0
    GROUP BY ALL
) TO $totals (FORMAT parquet, COMPRESSION snappy);
