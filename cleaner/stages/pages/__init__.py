"""Evidence about the lines of a web page, and what it calls them.

Evidence comes from its markup (`evidence`, over its `elements` and `sections`) and from trafilatura (`vote`); the model in
`cleaner.stages.prose`, which stands above, weighs it. What a line that goes is, head and markup tell (`labels`).
"""
