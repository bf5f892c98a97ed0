"""A first guess what a term of a foreign taxonomy means, which a person then changes or keeps."""

from typing import Final

from pwa.directory.exchange.result import ForeignTerm
from pwa.directory.exchange.terms import strength_code
from pwa.typed.folding import fold

# How words about it begin, Dutch and English, as they stand in taxonomies of help.
_TOPICS: Final = {
    "pain": "pijn, pain",
    "tired": "moe, vermoeid, fatigue, tired",
    "sleep": "slaap, slapen, sleep, insomnia",
    "eating": "eten, eetst, voeding, dieet, dietist, overgewicht, eating, nutrition, diet, weight, obes",
    "moving": "beweeg, bewegen, fysio, mobilit, valprevent, physio, physical therap, fitness",
    "stress": "stress, burn, overspann",
    "low_mood": "somber, depress, rouw, grief, bereave, low mood, mental health, psych, ggz",
    "anxious": "angst, paniek, anxi, panic, mental health, psych, ggz",
    "bad_memories": "trauma, geweld, misbruik, mishandel, slachtoffer, abuse, violence, victim, pts",
    "habits": "verslav, roken, rookvrij, alcohol, drug, gok, addict, smok, gambl, substance",
    "lonely": "eenzaam, ontmoet, maatje, buddy, buurthuis, gezelschap, lonel, isolation, social contact, "
    "community cent, friend",
    "conflict": "ruzie, conflict, relatie, scheiding, huiselijk geweld, mediat, divorce, domestic, relationship",
    "caring": "mantelzorg, respijt, carer, caregiv, respite",
    "children": "kind, opvoed, jeugd, ouder en, ouderschap, child, parent, youth, famil",
    "support": "buurtteam, wijkteam, sociaal team, maatschappelijk werk, thuisbegeleid, social work, "
    "case management, support network",
    "money": "geld, schuld, armoe, inkomen, uitkering, toeslag, budget, financ, voedselbank, kledingbank, "
    "debt, money, benefit, income, poverty, food bank, food pantr",
    "housing": "woning, wonen, huisvest, dakloos, opvang, huur, housing, homeless, shelter, rent",
    "work": "werkzoek, werkloos, arbeid, baan, re integr, reintegr, employ, unemploy, job, career",
    "letters": "taal, lezen, schrijven, brief, brieven, formulier, administrat, digi, laaggelet, language, "
    "literacy, reading, writing, paperwork, computer",
    "papers": "verblijf, asiel, vluchtel, migrant, immigra, inburger, asylum, refugee, residen, citizenship",
}
_STRENGTHS: Final = {
    "children": "kinderen, children",
    "family": "gezin, familie, famil",
    "friends": "maatje, buddy, vriend, ontmoet, friend",
    "faith": "kerk, moskee, geloof, religi, church, mosque, faith, spiritual",
    "work": "vrijwillig, volunt, dagbested",
    "exercise": "sport, wandel, beweeg, bewegen, fitness, walking, exercis",
    "cooking": "koken, kook, cook",
    "creating": "creatie, muziek, kunst, tuin, handwerk, creativ, music, garden, craft",
    "rest": "ontspan, mindful, meditat, yoga, relax",
}


def _beginnings(words: str) -> tuple[str, ...]:
    return tuple(f" {word}" for word in words.split(", "))


_BEGINNINGS: Final = {code: _beginnings(words) for code, words in _TOPICS.items()} | {
    strength_code(code): _beginnings(words) for code, words in _STRENGTHS.items()
}


def propose_codes(term: ForeignTerm) -> tuple[str, ...]:
    """Guess which topics and strengths a term means, by how its words begin.

    Returns:
        Codes as `KnownTerm` keeps them; none when no word is known.
    """
    words = f" {fold(term.name)} {term.term}"
    return tuple(code for code, begin in _BEGINNINGS.items() if any(b in words for b in begin))
