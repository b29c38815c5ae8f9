"""Sanshen (三审): pre-check, three-tier sign-off and provable release for government new media."""

__version__ = "0.1.0"
