"""The whole standard: every kind of PDF the portal offers, checked by veraPDF in one run."""
