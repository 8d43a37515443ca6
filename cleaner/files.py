"""Files that are not complete yet, and what tells them from all others, whoever writes them."""

TEMPORARY = ".cleaner.tmp-"
"""What the name of whatever is still being written begins with. It is hidden, so that no walk takes it for an input; what a
process that was killed has left behind is nobody's work."""
