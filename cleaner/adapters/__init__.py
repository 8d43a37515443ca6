r"""The one class that all engines and corpus tools call; no engine is imported here.

>>> from cleaner.adapters import BatchCleaner
>>> [row] = BatchCleaner().records([{"id": "a", "text": "Home / World / Europe\n\nThe harbour reopened on Monday.\n"}])
>>> row["text"], row["status"], row["removed"][0]["label"]
('The harbour reopened on Monday.', 'ok', 'navigation')

Columns as well as rows, under names as they come, for ``datasets.map(batched=True)``. It infers types from its first batch, in
which nothing may have gone, so it is to be told them: ``features=datasets.Features.from_arrow_schema(table_schema())``.

>>> done = BatchCleaner(text_key="content").columns({"content": ["The harbour reopened on Monday.\n"]})
>>> done["text"], done["status"]
(['The harbour reopened on Monday.'], ['ok'])
"""

from cleaner.adapters.records import BatchCleaner, table_schema

__all__ = ["BatchCleaner", "table_schema"]
