"""Turn a help service into what a patient reads of it, in one language."""

from collections.abc import Iterator

from pwa.directory.core import HelpOption
from pwa.directory.hsds import FALLBACK, HelpService, Texts


def make_option(service: HelpService, language: str) -> HelpOption:
    """Give a service in the words of a language; in Dutch if not every text of it has that language."""
    written = service.language_for(language)
    place = service.locations[0] if service.locations else None
    return HelpOption(
        id=service.id,
        name=service.name,
        what=_text(service.what, written),
        audience=_text(service.audience, written),
        cost=_text(service.fees, written),
        language=written,
        access=service.access,
        spoken=service.spoken,
        has_interpreter=service.has_interpreter,
        phones=tuple(phone.number for phone in service.phones),
        address=place.address if place else None,
        area=", ".join(area.name for area in service.areas),
        schedules=service.schedules,
        topics=service.topics,
        checked_on=service.assured_on,
        is_example=service.is_example,
        is_sensitive=service.is_sensitive,
        is_free=service.is_free,
        strengths=service.strengths,
        contact=service.contacts[0].name if service.contacts else "",
        url=service.url,
        email=service.email,
        directions=_text(place.directions, written) if place else "",
        organization=service.organization.name,
        areas=tuple(dict.fromkeys(_areas(service))),
    )


def _areas(service: HelpService) -> Iterator[str]:
    named = [area.name for area in service.areas]
    yield from named
    for place in service.locations:
        city = place.address.city if place.address else ""
        # A district of that city says more than the city.
        if city and not any(area.endswith(city) for area in named):
            yield city


def _text(texts: Texts, language: str) -> str:
    return texts.get(language) or texts.get(FALLBACK, "")
