"""Sanshen (三审): pre-check, three-tier sign-off and provable release for government new media."""

import os

__version__ = "0.1.0"

# The matrices of a check are small: threads of the linear algebra would wait for one another longer than they
# reckon, three times the processor time for nothing. It is read when numpy is loaded, so it is set before.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
