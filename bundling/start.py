"""What the packed program starts with: one under two names, `fieldapp` and `fieldserver`."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Be the program whose name this one was called by; gives the exit code."""
    if Path(sys.argv[0]).stem == "fieldserver":
        from server.admin import main as serve

        return serve()
    from ui.__main__ import main as work

    return work()


if __name__ == "__main__":
    sys.exit(main())
