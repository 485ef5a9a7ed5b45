"""The figures of money: one report per level, and what page, chart and file make of it."""
