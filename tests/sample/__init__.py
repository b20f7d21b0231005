"""The sample programme: its truths are found, it comes in and goes out whole."""
