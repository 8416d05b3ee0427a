"""Reads the file of a citation style, and says where it is not as CSL has it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import citeproc  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from ..errors import Fault

NAMESPACE = "http://purl.org/net/xbiblio/csl"


def parent(xml: bytes) -> str:
    """Return the name of the style that this one, which has nothing of its own, stands for; '' if it has."""
    root = _parsed(xml)
    if root.find(f"{{{NAMESPACE}}}citation") is not None:
        return ""
    links = root.iterfind(f"{{{NAMESPACE}}}info/{{{NAMESPACE}}}link")
    addresses = [link.get("href", "") for link in links if link.get("rel") == "independent-parent"]
    return addresses[0].rsplit("/", 1)[-1] if addresses else ""


def checked(name: str, xml: bytes) -> tuple[bytes, list[Fault]]:
    """Return the XML of the style `name` as it can be used, and the faults in it."""
    try:
        root = _parsed(xml)
    except etree.XMLSyntaxError as error:
        last = error.error_log.last_error
        return b"", [Fault(name, error.lineno or 0, f"not XML: {last.message if last else 'it cannot be read'}")]
    if root.getroottree().docinfo.doctype:
        return b"", [Fault(name, 1, "a style has no DOCTYPE: remove it")]
    schema = etree.RelaxNG(etree.parse(citeproc.SCHEMA_PATH))
    if not schema.validate(root):
        return b"", [Fault(name, *_schema_fault(root, schema))]
    if faults := [Fault(name, line, message) for line, message in _macro_faults(root)]:
        return b"", faults
    return etree.tostring(root, encoding="utf-8"), []


def _parsed(xml: bytes) -> Any:
    """Return the root of a document, of which nothing else is read: no entity, no DTD, nothing over the network."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(xml, parser)


_TRIED = 200_000  # elements of a style that are validated once more to find the fault: it takes seconds
# The least that a style must have in place of a part that it cannot do without.
_LEAST = {
    "info": "<info><title>x</title><id>x</id><updated>2020-01-01T00:00:00Z</updated></info>",
    "citation": '<citation><layout><text value="x"/></layout></citation>',
    "layout": '<layout><text value="x"/></layout>',
}


def _schema_fault(root: Any, schema: Any) -> tuple[int, str]:
    """Return where a style is not as CSL has it, with the line: the smallest element without which it would be.

    What the validator says of it names what would follow from wrong guesses, not the fault.
    """
    if root.tag != f"{{{NAMESPACE}}}style":
        return root.sourceline, "this is not a style in CSL"
    for part in ("info", "citation"):
        if root.find(f"{{{NAMESPACE}}}{part}") is None:
            return root.sourceline, f"a style must have <{part}>"
    tries = iter(range(_TRIED // sum(1 for _ in root.iter()) + 1))
    faulty, within = root, root
    while within is not None:
        faulty = within
        within = next(
            (child for child, _ in zip(faulty, tries, strict=False) if _valid_without(root, child, schema)), None
        )
    return faulty.sourceline, f"<{etree.QName(faulty).localname}> is not valid CSL"


def _valid_without(root: Any, element: Any, schema: Any) -> bool:
    """Return whether a style would be valid without an element, or with the least that must be in its place."""
    copy = deepcopy(root)
    found = copy.find(root.getroottree().getelementpath(element))
    if least := _LEAST.get(etree.QName(element).localname):
        found.getparent().replace(found, etree.fromstring(least.replace(">", f' xmlns="{NAMESPACE}">', 1)))
    else:
        found.getparent().remove(found)
    return bool(schema.validate(copy))


def _macro_faults(root: Any) -> Iterator[tuple[int, str]]:
    """Yield, with their lines, the uses of macros that do not exist."""
    macros = {macro.get("name") for macro in root.iterfind(f"{{{NAMESPACE}}}macro")}
    for use in root.iter():
        if use.get("macro") and use.get("macro") not in macros:
            yield use.sourceline, f"there is no macro '{use.get('macro')}'"
