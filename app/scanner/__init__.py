"""The scanner (预检): pure functions from a draft to a report; no database, no web, no clock."""
