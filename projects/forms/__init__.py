"""What people type around funding, one noun per module."""
