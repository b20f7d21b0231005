"""What a result means: from moments and declarations to one verdict with its reasons. Pure: nothing is opened here.

`material` is what comes in and `results` what goes out; `conclusions` conducts. `looks` plans which days are read,
`series` and `paths` walk the metrics along them, `facts` and `projections` say what is known, and `verdicts` climbs the
ladder over `evidence`. `health` gathers the checks of `split_health`, `user_health` and `data_health`; `rows` and
`trends` lay out what is shown, `segments` says whether groups differ; `conditions`, `days`, `funnels` and `drills` what
is asked on demand. Beyond one test, `statements` are what each finished one says for good, `learnings` what is known of
a claim by them, and `forecasts` who foresaw what came. `habits` says how well a team reflects, with the topics that
come back as `echoes`, and `notices` what people should be told. `counting` says which tests a report counts, `reach` on
what money, `roi` what they were worth, `stakes` what hangs on those that wait, and `reports` hold it; under other
`suppositions` it is another one, and `leverage` says which of them matter. `reviews` holds the tests of
each of the `months`.
"""
