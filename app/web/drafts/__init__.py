"""Pages of one draft: writing, checking, comparing, deciding, and what is printed of it."""
