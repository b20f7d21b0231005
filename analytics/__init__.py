"""What follows from what we know: estimates, health, verdicts, words and charts. No Streamlit, no files, no driver.

`statistics` computes, `decisions` says what a result means, `present` turns it into words and pictures, and `readout`
is the one conductor that walks an experiment through all three; `papers` is what people take along of it.
"""
