"""What follows from what we know: estimates, health, verdicts, words and charts. No Streamlit, no files, no driver.

`statistics` computes, `decisions` says what a result means, `present` turns it into words and pictures, and `readout`
is the one conductor that walks an experiment through all three; `closer` and `conditions` do so for what a reader asks
on demand. `overview` keeps what many tests say in a few figures, and `library` weighs by them what the team knows;
`retrospect` walks all sessions to how well reflecting works. `report` says what all of it was worth, as `accounts`
writes it down, `wanted` which decisions it asks for; `briefs` tells of one experiment whoever was not in the room, as
`leaflets` writes it down; `reviews` goes through the tests of a month, as `registers` writes them down; `orders` hands
all three to schedulers. `notices` looks at what has come about, tells it and sends it. `papers` is what people take
along of a readout.
"""
