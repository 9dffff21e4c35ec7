"""Owns the columnar index: segments of memory-mapped arrays that Whoosh queries run against.

`engine` and `batch` are what the catalogue and the indexer use; `collect` answers queries over
a `snapshot`; `writer` and `merge` make segments; `codec` and `stock` are the
interfaces through which Whoosh itself reads them.
"""

from tuinews.index import quiet as quiet  # Whoosh's first import, without its warnings
