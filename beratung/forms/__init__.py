"""What people type around advice, one noun per module."""
