"""The practice that an address names."""

from flask import abort

from pwa.practice.models import Practice
from pwa.practice.service import find_practice
from pwa.store.tenants import use_practice
from pwa.web.extensions import db


def get_practice_or_404(slug: str) -> Practice:
    """Find the practice of an address, and let row-level security show its rows from now on."""
    practice = find_practice(db.session(), slug) or abort(404)
    use_practice(db.session(), practice.id)
    return practice
