"""What is wrong with a form about the practice or its first person, as sentences."""

from collections.abc import Mapping

from flask_babel import gettext

from pwa.errors import PersonalError
from pwa.text import N_

LABELS = {
    "name": N_("Name of the practice"),
    "slug": N_("Name in the address"),
    "phone": N_("Phone number of the practice"),
    # Translators: part of a town
    "neighbourhood": N_("Neighbourhood"),
    "out_of_hours_name": N_("Name of the GP emergency post"),
    "out_of_hours_phone": N_("Phone number of the GP emergency post"),
    "languages": N_("Languages for patients"),
    "retention_days": N_("For how many days do you keep answers?"),
    "if_worse_text": N_("What does the patient do if it gets worse?"),
    "person_name": N_("Your name"),
    "email": N_("Email address"),
    "role": N_("What are you in the practice?"),
    "password": N_("Choose a password"),
    "password_again": N_("Type the password once more"),
    "own_password": N_("The password that you have already"),
}


def in_words(error: PersonalError) -> str:
    """Give an error as a sentence."""
    return gettext(error.message, **error.values)


def name_fields(errors: Mapping[str, str]) -> dict[str, str]:
    """Put the label of its field before each sentence, for a list away from the fields."""
    return {
        # Translators: the name of a field and what is wrong with it
        name: gettext("%(field)s: %(fault)s", field=gettext(LABELS[name]).rstrip("?"), fault=fault)
        for name, fault in errors.items()
    }
