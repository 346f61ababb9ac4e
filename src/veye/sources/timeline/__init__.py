"""Dated facts on a mission in one table, each with the address where it stands."""
