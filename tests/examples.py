"""How many examples a law is tried on.

Where one example costs a whole calculation, a run tries a part of them; `KUNDENBINDUNG_ALL_EXAMPLES=1` tries
all, as before a release and after a change of the core.
"""

from __future__ import annotations

import os

SHARE, LEAST = 0.3, 6


def examples(most: int) -> int:
    """Number of examples of this run for a law that deserves `most`."""
    return most if wants_all() else min(most, max(LEAST, round(most * SHARE)))


def wants_all() -> bool:
    """True in a run that leaves nothing out."""
    return os.environ.get("KUNDENBINDUNG_ALL_EXAMPLES") == "1"
