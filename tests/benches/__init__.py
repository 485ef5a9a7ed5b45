"""Benches: our portal beside a reference, in one run; believe the ratios."""
