"""``python -m cleaner``, and what the command ``cleaner`` calls."""

import sys


def main() -> int:
    """Run the command line and give back its exit status; an interrupt means the same while it is still being loaded."""
    try:
        from cleaner.cli import main as command_line

        return command_line()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
