"""Money in the office, one noun per module."""
