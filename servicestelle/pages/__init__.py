"""Pages that show several apps: start, search, office, self-service, errors."""
