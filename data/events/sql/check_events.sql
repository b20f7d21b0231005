-- Rows of an event log, checked and typed. `block` holds text and codes of the rows at hand, `forgotten` refused people.
CREATE OR REPLACE TABLE checked AS
WITH
texts AS (
    SELECT
        line, experiment, event, variant, profile, currency, problem,
        nullif(user_id, '') AS user_id,
        nullif("timestamp", '') AS stamp,
        nullif("value", '') AS amount,
        nullif(event_id, '') AS event_id
    FROM block
),
typed AS (
    SELECT
        line, experiment, event, variant, profile, currency, problem, stamp, amount,
        length(user_id) > $longest_id AS user_too_long,
        length(event_id) > $longest_id AS event_id_too_long,
        code_of($secret || encode(user_id)) AS "user",
        time_of(stamp, $formats) AS "time",
        is_zoned(stamp) AS zoned,
        fixed_point(amount) AS "value",
        code_of(encode(event_id)) AS event_id
    FROM texts
)
SELECT
    line, experiment, "user", "time", zoned, event, variant, profile, "value", event_id, currency,
    CASE
        WHEN problem IS NOT NULL THEN problem
        WHEN "user" IS NULL THEN 'no_user user_id'
        WHEN user_too_long THEN 'too_long user_id'
        WHEN stamp IS NULL THEN 'no_timestamp timestamp'
        WHEN "time" IS NULL THEN 'timestamp timestamp'
        WHEN "time" < TIMESTAMP '1970-01-01' OR "time" >= TIMESTAMP '2101-01-01' THEN 'time_range timestamp'
        WHEN event = $exposure AND variant IS NULL THEN 'no_variant variant'
        WHEN amount IS NOT NULL AND "value" IS NULL THEN value_problem(amount) || ' value'
        WHEN event_id_too_long THEN 'too_long event_id'
        WHEN "user" IN (SELECT code FROM forgotten) THEN 'forgotten user_id'
    END AS problem
FROM typed;
