"""Numbers, days and money as words of a text."""
