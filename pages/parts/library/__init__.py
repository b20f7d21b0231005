"""The library, room by room: `asking` is the search and what it finds, `shelf` what is known, `opened` one learning.

`claim_form` and `practices` are where people write, `timeline` shows the tests over time and how many won; `related`
stands beside the form of a new experiment. `knowledge` is what is read, `acts` what is written.
"""
