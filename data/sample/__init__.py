"""Believable data whose truth is known, and how it was made.

`truths` says what each treatment really does, `plans` what its team declared and `past` what the teams had tested
before, `lessons` what they learned and `money` what they spent, `people` draws users and what they do, `programme`
dates it all and writes the events as files; `apart` has it loaded by a process of its own. `data/README.md` tells it to
readers.
"""
