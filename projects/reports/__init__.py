"""Figures over many rows: what the filters offer, how a call, a document and the money stand."""
