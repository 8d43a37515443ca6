"""Evidence about the lines of a web page: from its markup (`evidence`), and from trafilatura (`vote`)."""
