"""Money in self-service, one noun per module."""
