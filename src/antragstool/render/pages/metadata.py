"""What the PDF says about itself: PDF/A-3u and PDF/UA-1 at the same time.

WeasyPrint can say one of them. So it writes the metadata of PDF/A, and the other is put in, with
the description of its schema that PDF/A asks for (ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from antragstool.render.pages.pieces import reference

_UNIVERSAL = """<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title, author, description and language of a book; *created* is an ISO time, or ""."""

    title: str
    author: str
    description: str
    created: str
    language: str


def describe(document: Any, metadata: Metadata) -> None:
    """Make *metadata* that of a WeasyPrint document."""
    from weasyprint.document import DocumentMetadata

    document.metadata = DocumentMetadata(
        title=metadata.title,
        authors=[metadata.author] if metadata.author else [],
        description=metadata.description or None,
        generator="antragstool",
        created=metadata.created or None,
        modified=metadata.created or None,
        lang=metadata.language,
    )


def claim_both(pdf: Any) -> None:
    """Say PDF/UA-1 beside PDF/A-3u, and name each attached file once."""
    stream = pdf.objects[reference(pdf.catalog["Metadata"]) or 0]
    content = b"".join(stream.stream)
    stream.stream = [content.replace(b"</rdf:RDF>", _UNIVERSAL.encode(), 1)]
    if "AF" in pdf.catalog:
        once = list(dict.fromkeys(pdf.catalog["AF"]))
        pdf.catalog["AF"][:] = once
