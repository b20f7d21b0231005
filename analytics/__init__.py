"""What follows from what we know: estimates, health, verdicts, words and charts. No Streamlit, no files, no driver.

`statistics` computes, `decisions` says what a result means, `present` turns it into words and pictures, and `readout`
is the one conductor that walks an experiment through all three; `closer` and `conditions` do so for what a reader asks
on demand. `overview` keeps what many tests say in a few figures, and `library` weighs by them what the team knows;
`retrospect` walks all sessions to how well reflecting works. `report` says what all of it was worth and `wanted` which
decisions it asks for; `briefs` tells of one experiment whoever was not in the room, and `reviews` goes through the
tests of a month. `exports` writes all of these as files, and `orders` hands them to schedulers. `notices` looks at what
has come about, tells it and sends it.
"""
