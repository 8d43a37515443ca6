"""The tests: promises first, then each part."""
