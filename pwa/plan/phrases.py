"""The phrase library: steps of a plan that exist in every language.

A stored step contains `{phrase, version, slots}`, so a plan made in Dutch can be shown in the
patient's language. The wording of a text may be improved; another meaning or other slots need a new
version, and the old version stays in the library, because stored plans refer to it.

All phrases say what is done, without a subject, because the performer is shown beside the step.
"""

from typing import Final

from pwa.plan.library.body import BODY
from pwa.plan.library.core import PhraseText
from pwa.plan.library.general import GENERAL
from pwa.plan.library.mind import MIND
from pwa.plan.library.social import SOCIAL
from pwa.plan.library.society import SOCIETY
from pwa.plan.library.strengths import STRENGTHS

PHRASES: Final[tuple[PhraseText, ...]] = (*BODY, *MIND, *SOCIAL, *SOCIETY, *STRENGTHS, *GENERAL)

PHRASE_BY_KEY: Final[dict[tuple[str, int], PhraseText]] = {
    (phrase.code, phrase.version): phrase for phrase in PHRASES
}

# The phrases that the form offers: code to the newest version (later entries win).
CURRENT: Final[dict[str, PhraseText]] = {
    phrase.code: phrase for phrase in sorted(PHRASES, key=lambda phrase: phrase.version)
}

# No GP has read the sentences yet, and the form says so.
IS_REVIEWED_BY_GP: Final = False
