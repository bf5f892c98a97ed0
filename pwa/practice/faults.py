"""What is wrong with a form about the practice or its first person, as sentences."""

from collections.abc import Mapping

from flask_babel import gettext

from pwa.errors import PersonalError
from pwa.text import N_

LABELS = {
    # Translators: nl: "Naam van de praktijk"
    "name": N_("Name of the practice"),
    # Translators: nl: "Naam in het adres"
    "slug": N_("Name in the address"),
    # Translators: nl: "Telefoonnummer van de praktijk"
    "phone": N_("Phone number of the practice"),
    # Translators: part of a town; nl: "Wijk"
    "neighbourhood": N_("Neighbourhood"),
    # Translators: nl: "Naam van de huisartsenpost"
    "out_of_hours_name": N_("Name of the GP emergency post"),
    # Translators: nl: "Telefoonnummer van de huisartsenpost"
    "out_of_hours_phone": N_("Phone number of the GP emergency post"),
    # Translators: nl: "Talen voor patiënten"
    "languages": N_("Languages for patients"),
    # Translators: nl: "Hoeveel dagen bewaart u antwoorden?"
    "retention_days": N_("For how many days do you keep answers?"),
    # Translators: nl: "Wat doet de patiënt als het erger wordt?"
    "if_worse_text": N_("What does the patient do if it gets worse?"),
    # Translators: nl: "Uw naam"
    "person_name": N_("Your name"),
    # Translators: nl: "E-mailadres"
    "email": N_("Email address"),
    # Translators: nl: "Wat bent u in de praktijk?"
    "role": N_("What are you in the practice?"),
    # Translators: nl: "Kies een wachtwoord"
    "password": N_("Choose a password"),
    # Translators: nl: "Typ het wachtwoord nog een keer"
    "password_again": N_("Type the password once more"),
    # Translators: nl: "Het wachtwoord dat u al hebt"
    "own_password": N_("The password that you have already"),
}


def in_words(error: PersonalError) -> str:
    """Give an error as a sentence."""
    return gettext(error.message, **error.values)


def name_fields(errors: Mapping[str, str]) -> dict[str, str]:
    """Put the label of its field before each sentence, for a list away from the fields."""
    return {
        # Translators: the name of a field and what is wrong with it; nl: "%(field)s: %(fault)s"
        name: gettext("%(field)s: %(fault)s", field=gettext(LABELS[name]).rstrip("?"), fault=fault)
        for name, fault in errors.items()
    }
