"""Training of the typo model: counts, smoothing, packing, and the weights of the scorer."""
