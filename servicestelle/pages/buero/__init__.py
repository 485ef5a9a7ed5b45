"""The office: what waits, what runs, what was published."""
