"""Wrong characters that only their context betrays (语境别字), by a language model: see `corrector`."""
