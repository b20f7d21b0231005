-- Rows of a user table, checked and typed. `block` holds text and codes of the rows at hand, `forgotten` refused people.
-- Rows without a user id are users of their own, named by the file's content and their line.
CREATE OR REPLACE TABLE checked AS
WITH
texts AS (
    SELECT
        line, experiment, event, variant, profile, currency, problem,
        CASE WHEN $rows_are_users THEN $content || ':' || line ELSE nullif(user_id, '') END AS user_id,
        nullif("timestamp", '') AS stamp
    FROM block
),
typed AS (
    SELECT
        line, experiment, event, variant, profile, currency, problem, stamp,
        length(user_id) > $longest_id AS user_too_long,
        code_of($secret || encode(user_id)) AS "user",
        time_of(stamp, $formats) AS "time",
        coalesce(is_zoned(stamp), false) AS zoned
    FROM texts
),
amounts AS (
    SELECT line, place, event, nullif(trim(amount), '') AS amount FROM outcomes
),
numbers AS (
    SELECT
        line, place, event, amount,
        CASE lower(amount) WHEN 'true' THEN 10000 WHEN 'false' THEN 0 ELSE fixed_point(amount) END AS "value"
    FROM amounts
),
wrong AS (
    SELECT
        line,
        arg_min(
            CASE
                WHEN amount IS NULL THEN 'no_outcome'
                WHEN "value" IS NULL THEN value_problem(amount)
            END || ' ' || place,
            place
        ) AS problem
    FROM numbers
    GROUP BY line
    HAVING problem IS NOT NULL
),
judged AS (
    SELECT
        typed.* EXCLUDE (problem, stamp, user_too_long),
        CASE
            WHEN typed.problem IS NOT NULL THEN typed.problem
            WHEN "user" IS NULL THEN 'no_user user_id'
            WHEN user_too_long THEN 'too_long user_id'
            WHEN $dated AND stamp IS NULL THEN 'no_timestamp timestamp'
            WHEN $dated AND "time" IS NULL THEN 'timestamp timestamp'
            WHEN "time" < TIMESTAMP '1970-01-01' OR "time" >= TIMESTAMP '2101-01-01' THEN 'time_range timestamp'
            WHEN variant IS NULL THEN 'no_variant variant'
            WHEN wrong.problem IS NOT NULL THEN wrong.problem
            WHEN "user" IN (SELECT code FROM forgotten) THEN 'forgotten user_id'
        END AS problem
    FROM typed
    LEFT JOIN wrong USING (line)
)
SELECT
    line, experiment, "user", "time", zoned, event, variant, profile, NULL::BIGINT AS "value", NULL::UBIGINT AS event_id,
    currency, problem
FROM judged
UNION ALL
SELECT
    line, experiment, "user", "time", zoned, numbers.event, variant, profile, numbers."value", NULL, NULL, NULL
FROM judged
JOIN numbers USING (line)
WHERE judged.problem IS NULL AND numbers."value" <> 0;

-- Outcomes that are not only 0, 1, true and false are amounts.
SELECT DISTINCT place
FROM outcomes
JOIN checked USING (line)
WHERE
    checked.event = $exposure
    AND checked.problem IS NULL
    AND coalesce(fixed_point(nullif(trim(amount), '')), 0) NOT IN (0, 10000);
