"""E-Mail: addresses the owner typed, the draft of an e-mail with its copy, its words, the window of Outlook.

Nothing is ever sent: a draft is a file that a mail program opens, or a window of Outlook the owner looks at.
"""

from __future__ import annotations

from kundenbindung.adapters.mailing.addresses import Address, addresses, outside
from kundenbindung.adapters.mailing.drafts import Attachment, Draft, content, is_ours
from kundenbindung.adapters.mailing.outlook import show
from kundenbindung.adapters.mailing.texts import covering

__all__ = ["Address", "Attachment", "Draft", "addresses", "content", "covering", "is_ours", "outside", "show"]
