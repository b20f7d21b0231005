"""What follows from what we know: estimates, health, verdicts, words and charts. No Streamlit, no files, no driver.

`statistics` computes, `decisions` says what a result means, `present` turns it into words and pictures, and `readout`
is the one conductor that walks an experiment through all three; `closer` does so for what a reader asks on demand.
"""
