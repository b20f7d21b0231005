-- How text is read, once for every shape of file. Blank text is NULL before it comes here.

-- A time with an offset: '2026-01-31T09:00:00Z', '… +07:00', '… UTC'; an epoch counts in UTC too.
CREATE OR REPLACE MACRO is_zoned(text) AS
    CASE
        WHEN length(text) = 19 AND substr(text, 17, 1) = ':' THEN false
        WHEN length(text) <= 10 THEN regexp_full_match(text, '[0-9]{9,10}')
        ELSE regexp_matches(text, '(:[0-9.]+ ?([Zz]|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?)|^[0-9]{9,16}([.][0-9]{1,6})?)$')
    END;

-- Wall time as given, or UTC where the text has an offset; NULL: cannot be read. `formats` read day/month/year texts.
CREATE OR REPLACE MACRO time_of(text, formats) AS
    CASE
        WHEN length(text) = 19 AND substr(text, 17, 1) = ':' AND substr(text, 5, 1) = '-' THEN try_cast(text AS TIMESTAMP)
        WHEN regexp_full_match(text, '[0-9]{9,10}([.][0-9]{1,6})?')
            THEN make_timestamp(round(text::DOUBLE * 1000000)::BIGINT)
        WHEN regexp_full_match(text, '[0-9]{12,13}') THEN make_timestamp(text::BIGINT * 1000)
        WHEN regexp_full_match(text, '[0-9]{15,16}') THEN make_timestamp(text::BIGINT)
        WHEN regexp_full_match(text, '(19|20)[0-9]{6}') THEN try_strptime(text, '%Y%m%d')
        WHEN regexp_full_match(text, '[0-9]{4}([-/][0-9]{1,2}){2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?)?')
            THEN try_cast(text AS TIMESTAMP)
        WHEN is_zoned(text) AND regexp_matches(text, '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[T ][0-9]{1,2}:')
            THEN timezone('UTC', try_cast(regexp_replace(text, ' ?(UTC|GMT|[Zz])$', '+00:00') AS TIMESTAMPTZ))
        WHEN regexp_matches(text, '^[0-9]{1,2}[^0-9:]') THEN try_strptime(text, formats)
    END;

-- A number in ten-thousandths; NULL: no finite number, or beyond the contract. Doubles hold every such number exactly.
CREATE OR REPLACE MACRO fixed_point(text) AS
    CASE
        WHEN abs(try_cast(text AS DOUBLE)) <= 10000000000 AND NOT contains(text, '_')
            THEN round(try_cast(text AS DOUBLE) * 10000)::BIGINT
    END;

-- Why a number was not read.
CREATE OR REPLACE MACRO value_problem(text) AS
    CASE
        WHEN coalesce(isfinite(try_cast(text AS DOUBLE)), false) AND NOT contains(text, '_') THEN 'value_range'
        ELSE 'value'
    END;

-- The keyed hash that stands for a person.
CREATE OR REPLACE MACRO code_of(content) AS ('0x' || substr(sha256(content), 1, 16))::UBIGINT;

-- Rows of one fingerprint may be the same event; rows of two are not. Profiles are left out: they are named later.
CREATE OR REPLACE MACRO fingerprint(experiment, person, moment, zoned, event, variant, amount, event_id) AS
    CASE
        WHEN event_id IS NOT NULL THEN hash(experiment, event_id)
        ELSE hash(experiment, person, moment, zoned, event, variant, amount)
    END;
