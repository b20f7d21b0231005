"""The library: what the team holds to be true, what it advises, and one search over everything that was written.

`store` is the door (`Workspace.library`), `records` what is kept and what is found; `learnings` says what may be kept.
`finding` goes from a question to what is shown of the answer: `queries` reads the question, `index` knows which
document holds which words, `sights` what this person may find at this moment, `ranks` what is closest, `excerpts` which
piece of it is shown. `writings` says what of a document can be found, and `words` takes every text apart in one way.
"""
