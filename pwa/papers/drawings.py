"""Hide from screen readers what is only drawn in a PDF: circles to cross, pictograms beside words.

WeasyPrint tags every drawing as a figure, also one with `aria-hidden`, and a figure without a name is
read aloud as "figure", more than a hundred times on the list on paper. So each drawing without a
`<title>` is taken out of what is read, and marked as an artifact.

Source: PDF/UA-1 (ISO 14289-1:2014), 7.1 and 7.3; PDF (ISO 32000-1:2008), 14.8.2.2.
"""

from typing import Any

from pydyf import PDF, Dictionary


def hide_unnamed_drawings(pdf: PDF) -> None:
    """Mark each drawing without a name as an artifact.

    Args:
        pdf: complete and tagged, not yet written; changed in place.
    """
    tree = _find(pdf, pdf.catalog["StructTreeRoot"])
    # Numbers of the pages, each followed by the elements to which the marks on that page belong.
    elements_of_marks = [
        each for each in _find(pdf, tree["ParentTree"])["Nums"] if isinstance(each, list)
    ]
    for element in pdf.objects:
        if not isinstance(element, Dictionary) or element.get("S") != "/Figure" or "Alt" in element:
            continue
        page = _find(pdf, element["Pg"])
        for mark in element["K"]:
            _make_artifact(_find(pdf, page["Contents"]).stream, mark)
        _find(pdf, element["P"])["K"].remove(element.reference)
        for elements in elements_of_marks:
            elements[:] = ["null" if each == element.reference else each for each in elements]
        element.clear()  # pydyf cannot leave an object out of a compressed file


def _find(pdf: PDF, reference: bytes) -> Any:
    """Give the object to which a reference leads (`b"12 0 R"`)."""
    return pdf.objects[int(reference.split()[0])]


def _make_artifact(operators: list[Any], mark: int) -> None:
    """Rewrite the beginning of a marked drawing: `/Figure <</MCID 3>> BDC` to `/Artifact BMC`."""
    for index, operator in enumerate(operators):
        if operator == "/Figure" and operators[index + 1]["MCID"] == mark:
            operators[index : index + 3] = ["/Artifact", b"BMC"]
            return
