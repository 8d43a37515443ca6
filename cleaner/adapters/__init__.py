r"""The one class that all engines and corpus tools call; no engine is imported here.

>>> from cleaner.adapters import BatchCleaner
>>> [row] = BatchCleaner().records([{"id": "a", "text": "Home / World / Europe\n\nThe harbour reopened on Monday.\n"}])
>>> row["text"], row["status"], row["removed"][0]["label"]
('The harbour reopened on Monday.', 'ok', 'navigation')
"""

from cleaner.adapters.records import BatchCleaner

__all__ = ["BatchCleaner"]
