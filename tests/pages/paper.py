"""Papers read back as somebody would: the text copied out, the QR code scanned from a picture."""

import re
import subprocess
from io import BytesIO
from unicodedata import normalize

import zxingcpp
from flask import Flask
from PIL import Image

from pwa.papers.papers import plan_pdf
from pwa.plan.core import Plan
from pwa.practice.models import Practice
from tests.inputs.plans import CARERS_PLAN

# Of a cheap printer, read by an old phone.
DOTS_PER_INCH = 100


def print_plan(app: Flask, practice: Practice, language: str, plan: Plan = CARERS_PLAN) -> bytes:
    """Print a plan as the patient gets it."""
    with app.test_request_context(f"/{language}/"):
        return plan_pdf(plan, practice, language, saved_at=None)


def read_back(document: bytes) -> str:
    """Read a PDF as somebody would who copies its text; marks of direction and forms are no text."""
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    text = subprocess.run(command, input=document, capture_output=True, check=True).stdout.decode()
    return normalize("NFKC", re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text))


def scan(document: bytes, *, page: int = 1) -> list[str]:
    """Print a page, and give what a scanner finds on it."""
    number = str(page)
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-png", "-f", number, "-l", number]
    picture = subprocess.run(command, input=document, capture_output=True, check=True).stdout
    with Image.open(BytesIO(picture)) as image:
        return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]
