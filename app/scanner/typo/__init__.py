"""Wrong characters that only their context betrays (语境别字): a language model, a channel; see `corrector`."""
