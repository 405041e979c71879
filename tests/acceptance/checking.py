"""Single checks by the beginning of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kundenbindung.acceptance.model import Check, Result

if TYPE_CHECKING:
    from kundenbindung.acceptance.stage import Stage


def check(name: str) -> Check:
    """A check of the script."""
    from kundenbindung.acceptance import script

    return next(one for one in script.CHECKS if one.name.startswith(name))


def attempted(stage: Stage, name: str) -> Result:
    """Result of one check, as the script gets it."""
    from kundenbindung.acceptance import script

    return script.attempt(check(name), stage)
