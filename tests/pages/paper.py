"""Read PDFs back as people do: copy the text, and scan the QR code from a picture."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import combining, normalize

import zxingcpp
from flask import Flask
from PIL import Image

from pwa.papers.papers import plan_pdf
from pwa.plan.core import Plan
from pwa.practice.models import Practice
from tests.inputs.plans import CARERS_PLAN

# A low resolution, as of a cheap printer that an old phone scans.
DOTS_PER_INCH = 100


def print_plan(app: Flask, practice: Practice, language: str, plan: Plan = CARERS_PLAN) -> bytes:
    """Return the patient's PDF of a plan."""
    with app.test_request_context(f"/{language}/"):
        return plan_pdf(plan, practice, language, saved_at=None)


def read_back(document: bytes) -> str:
    """Return the text of a PDF as copied, without bidi marks and presentation forms."""
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    text = subprocess.run(command, input=document, capture_output=True, check=True).stdout.decode()
    return normalize("NFKC", re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text))


def plain(text: str) -> str:
    """Give a text in the letters by which it is compared with one read back from a PDF.

    Vowel signs are left out, because pdftotext puts a space beside them. In a PDF the Farsi he with
    a sign above it is one character (U+06C0), and in the texts it is two.
    """
    letters = (letter for letter in normalize("NFKC", text) if not combining(letter))
    return "".join(letters).replace("\N{ARABIC LETTER HEH WITH YEH ABOVE}", "\N{ARABIC LETTER HEH}")


def scan(document: bytes, *, page: int = 1) -> list[str]:
    """Render a page as a picture, and return the contents of its QR codes."""
    number = str(page)
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-png", "-f", number, "-l", number]
    picture = subprocess.run(command, input=document, capture_output=True, check=True).stdout
    with Image.open(BytesIO(picture)) as image:
        return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]


def breaches(papers: Mapping[str, bytes]) -> list[str]:
    """Check PDFs by the rules of PDF/UA that a program can check (ISO 14289-1).

    Args:
        papers: a name for the message, and the document.

    Returns:
        A line for each rule that a paper breaks: its name, the rule and what is wrong.
    """
    with TemporaryDirectory() as folder:
        names = {}
        for number, (name, document) in enumerate(papers.items()):
            path = Path(folder) / f"{number}.pdf"
            path.write_bytes(document)
            names[str(path)] = name
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "outloud.cli", *names, "--layer", "conformance", "--json"]
        done = subprocess.run([*command, str(report)], capture_output=True, text=True, check=False)
        assert report.exists(), done.stderr
        results = json.loads(report.read_bytes())["results"]
    assert [names[result["path"]] for result in results if result["error"]] == []
    assert len(results) == len(papers)
    return [
        f"{names[result['path']]}: {found['rule']} {found['message']}"
        for result in results
        for found in result["findings"]
        if found["severity"] == "error"
    ]
