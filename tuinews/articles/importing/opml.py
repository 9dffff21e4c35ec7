"""Owns OPML: a list of feeds, as feed readers export it, becomes their addresses.

Needs defusedxml, of the extra `feeds`.
"""

from __future__ import annotations

from tuinews.articles.importing.draft import SourceError
from tuinews.articles.importing.extras import need


def read_opml(text: str) -> list[str]:
    """The addresses of an OPML list, each once, in order, whatever scheme they have.

    Raises:
        SourceError: It is not well-formed, or declares entities.
        ExtraMissingError: defusedxml is not installed.
    """
    need("defusedxml")
    from xml.etree.ElementTree import ParseError

    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root = ElementTree.fromstring(text.encode("utf-8", "replace"), forbid_dtd=True)
    except DefusedXmlException:
        raise SourceError("has a document type, which is refused") from None
    except (ParseError, ValueError, RecursionError) as error:
        raise SourceError(f"not well-formed: {error}") from None
    addresses = (
        value.strip()
        for outline in root.iter()
        for key, value in outline.attrib.items()
        if key.lower() == "xmlurl" and value.strip()
    )
    return list(dict.fromkeys(addresses))
