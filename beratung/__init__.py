"""Fachberatung: advice for every Jugendamt."""
