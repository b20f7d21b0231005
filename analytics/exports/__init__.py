"""What leaves: results as files that people take along, schedulers order and scripts read.

`forms` names the kinds of file. Each module beside it writes one kind of result in the forms that it has: a readout, a
brief of one experiment, a month, the report, a session. Their figures are those of the screens; what a file looks like
is known to `present.papers`.
"""
