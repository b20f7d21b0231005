"""What people declare: metrics, experiments, policies and settings, as frozen records without behaviour of their own.

`metrics` says what is counted, `experiments` says who was shown what and which metrics decide, `policies` holds every
default of the statistics and the verdicts in one place, `assumptions` what a report counts money by, `settings` the
workspace's own. `rules` and `validation` refuse what cannot be.
"""
