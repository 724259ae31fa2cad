"""The house rules: tests whose subject is the code itself, so that pytest alone is everything."""
