"""Backup and restore: database and file store as one folder that proves itself whole before anything is touched."""
