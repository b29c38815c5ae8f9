"""Near misses of known terms (固定词语的别字): see `index`."""
