"""Outlook: the draft in a window of its own, where Outlook is on this machine. It is shown, never sent."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from kundenbindung.adapters.mailing.drafts import Draft, cleaned

MAIL, BY_VALUE, AT_THE_END = 0, 1, 1
"""Outlook's numbers: olMailItem, olByValue, place of the attachment."""


def show(draft: Draft, file: Path) -> bool:
    """Entwurf in Outlook zeigen; False where that is not possible. Never raises, never sends.

    file  the copy itself; its content is attached under the name of the draft's attachment
    """
    meant = cleaned(draft)
    try:
        outlook: Any = importlib.import_module("win32com.client").Dispatch("Outlook.Application")
        item = outlook.CreateItem(MAIL)
        item.To = "; ".join(address.mail for address in meant.to)
        item.Subject = meant.subject
        item.Body = meant.text.replace("\n", "\r\n")
        item.Attachments.Add(str(file.absolute()), BY_VALUE, AT_THE_END, meant.attachment.name)
        item.Display(False)  # noqa: FBT003 - the window does not hold up the others
    except Exception:  # no Outlook, or one that does not let others in
        return False
    return True
