"""Real experiments through the front door: imported by command, read by command, held against `reference.json`.

The references were computed with SciPy, statsmodels, tea-tasting and gbstats by others. Where they name another method
than ours, the command is asked for that method.
"""
