"""`python -m app` is the `sanshen` command."""

from app.cli import main

if __name__ == "__main__":
    main()
