"""Menüband: customUI14.xml from layout, and how it is tied into the package."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from kundenbindung.adapters.package.generated import menu_macro
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import Button, RibbonGroup

PART = "customUI/customUI14.xml"
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_KEY = "rIdRibbon"


def custom_ui(groups: Sequence[RibbonGroup] = layout.RIBBON) -> str:
    """Menüband as XML: one tab with these groups in their order."""
    key, label, keytip = layout.RIBBON_TAB
    tab = _attributes(id=f"kbTab_{key}", label=label, keytip=keytip)
    inside = "".join(_group(one) for one in groups)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<customUI xmlns="{NAMESPACE}">\n'
        f" <ribbon>\n  <tabs>\n   <tab{tab}>\n{inside}   </tab>\n  </tabs>\n </ribbon>\n</customUI>\n"
    )


def _group(group: RibbonGroup) -> str:
    head = _attributes(id=f"kbGroup_{group.name}", label=group.label)
    inside = "".join(f"     <button{_button(one)}/>\n" for one in group.buttons)
    return f"    <group{head}>\n{inside}    </group>\n"


def _button(button: Button) -> str:
    return _attributes(
        id=f"kbButton_{button.name}",
        label=button.label,
        size="large" if button.large else "normal",
        imageMso=button.icon,
        keytip=button.keytip,
        screentip=button.screentip,
        supertip=button.supertip,
        onAction=menu_macro(button),
    )


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


def with_ribbon_relation(text: str) -> str:
    """_rels/.rels that leads to the ribbon too."""
    relation = f'<Relationship Id="{_KEY}" Type="{RELATION}" Target="{PART}"/>'
    return text.replace("</Relationships>", f"{relation}</Relationships>")
