"""Texts as arrays of numbers, a line or a word each: what the evidence of texts (`prose`) and of pages (`pages`) is made with.

Columns and windows over them (`columns`), the characters of all lines at once (`characters`), words by their spelling
(`spelling`). Needs numpy, so stages import it late.
"""
