"""How good and how fast ``cleaner`` is: ``python -m benchmarks.quality`` and ``python -m benchmarks.speed``.

Nothing here is part of the installed package, and the data is not part of the repository. See ``benchmarks/README.md``.
"""
