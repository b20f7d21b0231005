"""What a result means: `health` says whether it can be trusted, `verdicts` what to do about it."""
