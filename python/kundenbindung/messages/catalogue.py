"""Katalog der Befunde: one sentence and one piece of advice per finding code.

`{name:eur}` takes a value of the finding in a German notation of `german.Sentences`.
"""

from __future__ import annotations

from kundenbindung.messages.capacity import CAPACITY
from kundenbindung.messages.core_findings import CRITERIA, CUSTOMERS, PIPELINE, PLAN
from kundenbindung.messages.crm import CRM
from kundenbindung.messages.datev import DATEV
from kundenbindung.messages.deleting import DELETING
from kundenbindung.messages.entry import Message
from kundenbindung.messages.file_findings import ENTRIES, FILES, READING
from kundenbindung.messages.history import HISTORY
from kundenbindung.messages.hostile import HOSTILE
from kundenbindung.messages.ledgers import LEDGERS
from kundenbindung.messages.live import LIVE
from kundenbindung.messages.mail_copy import MAIL_COPY
from kundenbindung.messages.mailing import MAILING
from kundenbindung.messages.names import NAMES
from kundenbindung.messages.packages import PACKAGE
from kundenbindung.messages.proof import PROOF
from kundenbindung.messages.returning_findings import RETURNING
from kundenbindung.messages.schedule import SCHEDULE
from kundenbindung.messages.setup import SETUP
from kundenbindung.messages.sources import SOURCES

CATALOGUE: dict[str, Message] = {
    **READING,
    **FILES,
    **PACKAGE,
    **SOURCES,
    **DATEV,
    **LEDGERS,
    **CRM,
    **SETUP,
    **LIVE,
    **DELETING,
    **HOSTILE,
    **MAIL_COPY,
    **RETURNING,
    **MAILING,
    **PROOF,
    **ENTRIES,
    **CUSTOMERS,
    **NAMES,
    **CRITERIA,
    **PIPELINE,
    **PLAN,
    **HISTORY,
    **CAPACITY,
    **SCHEDULE,
}
