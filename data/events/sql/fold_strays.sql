-- Events that no metric counts, by kind and day, times $sign, into `findings`.
-- A user's events before exposure are known as such from the day of exposure on; until then nobody knows of an exposure.
INSERT INTO findings
SELECT 'after_window', "day", $sign * sum(n0 + n1) FROM hits WHERE family = -3 GROUP BY "day"
UNION ALL
SELECT 'never_exposed', "day", $sign * sum(n0 + n1) FROM hits WHERE family IN (-1, -2) GROUP BY "day"
UNION ALL
SELECT 'never_exposed', greatest(people."day", hits."day"), -$sign * sum(n0 + n1)
FROM hits JOIN people USING ("user")
WHERE family = -1
GROUP BY greatest(people."day", hits."day")
UNION ALL
SELECT 'before_exposure', greatest(people."day", hits."day"), $sign * sum(n0 + n1)
FROM hits JOIN people USING ("user")
WHERE family = -1
GROUP BY greatest(people."day", hits."day");
