"""Strings to values: dates, bylines, names, addresses, text, topics. Pure functions, no input or output."""
