"""Report: what the programme was worth, for whoever has to answer."""
