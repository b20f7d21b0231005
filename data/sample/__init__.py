"""Believable data whose truth is known, and how it was made.

`truths` says what each treatment really does, `plans` what its team declared, `lessons` what it learned and `money`
what it spent, `people` draws users and what they do, `programme` dates it all and writes the events as files; `apart`
has it loaded by a process of its own. `data/README.md` tells it to readers.
"""
