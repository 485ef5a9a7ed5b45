"""Starts, checks and tests the portal on a bare machine; standard library only, so it runs before anything is installed."""
