"""The questionnaire: what is asked, by codes that never change their meaning.

A code that was once in a questionnaire is never used again for anything else, because stored
answers and phones with an old page keep it. A text may be improved freely; a question or answer
that comes, goes or changes its meaning makes a new VERSION.

All texts are our own; no item of another instrument is used here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pwa.text import N_

VERSION = "1"


class LifeDomain(StrEnum):
    """The four domains of the 4D model (lichaam, geest, sociaal, maatschappelijk)."""

    BODY = "body"
    MIND = "mind"
    SOCIAL = "social"
    SOCIETY = "society"


class Amount(StrEnum):
    """How much somebody suffers from a topic; the same three answers everywhere."""

    NO = "no"
    SOME = "some"
    MUCH = "much"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a question, or one of the things it offers."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A thing that people may suffer from.

    Attributes:
        heading: what the patient reads above "Heeft u hier last van?".
        short: for the map, lists and the practice; never the opposite of what was answered.
    """

    code: str
    domain: LifeDomain
    heading: str
    short: str


@dataclass(frozen=True, slots=True)
class DomainText:
    """The names of a life domain: above its questions, in the patient's map, for the practice."""

    domain: LifeDomain
    heading: str
    short: str
    practice: str


OTHER = "other"
UNKNOWN = "unknown"
NOTHING = "nothing"
NOBODY = "nobody"

DOMAINS: tuple[DomainText, ...] = (
    # Translators: nl: "Uw lichaam" / "Lichaam"
    DomainText(LifeDomain.BODY, N_("Your body"), N_("Body"), N_("Body")),
    # Translators: nl: "Uw hoofd en gevoel" / "Hoofd, gevoel"; the practice reads "Geest"
    DomainText(LifeDomain.MIND, N_("Your mind and feelings"), N_("Mind, feelings"), N_("Mind")),
    # Translators: nl: "De mensen om u heen" / "Mensen"; the practice reads "Sociaal"
    DomainText(LifeDomain.SOCIAL, N_("The people around you"), N_("People"), N_("Social")),
    # Translators: nl: "Geld, werk, wonen" / "Geld, werk, wonen"; the practice reads "Maatschappelijk"
    DomainText(LifeDomain.SOCIETY, N_("Money, work, housing"), N_("Money, work"), N_("Society")),
)

# Translators: nl: "Heeft u hier last van?"
STEM = N_("Does this bother you?")

AMOUNTS: tuple[Option, ...] = (
    # Translators: nl: "Nee"
    Option(Amount.NO, N_("No")),
    # Translators: nl: "Een beetje"
    Option(Amount.SOME, N_("A little")),
    # Translators: nl: "Veel"
    Option(Amount.MUCH, N_("A lot")),
)

TOPICS: tuple[Topic, ...] = (
    # Translators: nl: "Pijn"
    Topic("pain", LifeDomain.BODY, N_("Pain"), N_("Pain")),
    # Translators: nl: "Moe zijn"
    Topic("tired", LifeDomain.BODY, N_("Being tired"), N_("Being tired")),
    # Translators: nl: "Slecht slapen"
    Topic("sleep", LifeDomain.BODY, N_("Sleeping badly"), N_("Sleeping badly")),
    # Translators: nl: "Zorgen over eten of gewicht" | "Eten of gewicht"
    Topic("eating", LifeDomain.BODY, N_("Worries about eating or weight"), N_("Eating or weight")),
    # Translators: nl: "Moeilijk bewegen"
    Topic("moving", LifeDomain.BODY, N_("Difficulty moving"), N_("Difficulty moving")),
    # Translators: nl: "Stress, te veel nadenken" | "Stress"
    Topic("stress", LifeDomain.MIND, N_("Stress, thinking too much"), N_("Stress")),
    # Translators: nl: "Verdrietig zijn, nergens zin in hebben" | "Somber"
    Topic("low_mood", LifeDomain.MIND, N_("Being sad, not enjoying anything"), N_("Feeling low")),
    # Translators: nl: "Bang of onrustig zijn" | "Bang of onrustig"
    Topic("anxious", LifeDomain.MIND, N_("Being afraid or restless"), N_("Afraid or restless")),
    # Translators: nl: "Denken aan nare dingen van vroeger" | "Nare dingen van vroeger"
    Topic(
        "bad_memories",
        LifeDomain.MIND,
        N_("Thinking of bad things from the past"),
        N_("Bad things from the past"),
    ),
    # Translators: nl: "Zorgen over roken, alcohol, drugs of gokken" | "Roken, alcohol, drugs, gokken"
    Topic(
        "habits",
        LifeDomain.MIND,
        N_("Worries about smoking, alcohol, drugs or gambling"),
        N_("Smoking, alcohol, drugs, gambling"),
    ),
    # Translators: nl: "Alleen zijn"
    Topic("lonely", LifeDomain.SOCIAL, N_("Being alone"), N_("Being alone")),
    # Translators: nl: "Ruzie of spanning in de familie" | "Ruzie of spanning"
    Topic(
        "conflict",
        LifeDomain.SOCIAL,
        N_("Arguments or tension in the family"),
        N_("Arguments or tension"),
    ),
    # Translators: nl: "Zorgen voor iemand die ziek is" | "Zorgen voor iemand"
    Topic(
        "caring", LifeDomain.SOCIAL, N_("Caring for someone who is ill"), N_("Caring for someone")
    ),
    # Translators: nl: "Zorgen over uw kinderen" | "Zorgen over kinderen"
    Topic(
        "children",
        LifeDomain.SOCIAL,
        N_("Worries about your children"),
        N_("Worries about children"),
    ),
    # Translators: nl: "Te weinig mensen die u helpen" | "Te weinig steun"
    Topic(
        "support", LifeDomain.SOCIAL, N_("Too few people who help you"), N_("Too little support")
    ),
    # Translators: nl: "Te weinig geld, of schulden" | "Te weinig geld"
    Topic("money", LifeDomain.SOCIETY, N_("Too little money, or debts"), N_("Too little money")),
    # Translators: nl: "Problemen met uw huis of de buurt" | "Problemen met wonen"
    Topic(
        "housing",
        LifeDomain.SOCIETY,
        N_("Problems with your home or area"),
        N_("Problems with housing"),
    ),
    # Translators: nl: "Problemen met werk, of geen werk" | "Problemen met werk"
    Topic(
        "work", LifeDomain.SOCIETY, N_("Problems with work, or no work"), N_("Problems with work")
    ),
    # Translators: nl: "Moeilijke brieven, websites of Nederlands" | "Brieven en taal"
    Topic(
        "letters",
        LifeDomain.SOCIETY,
        N_("Difficult letters, websites or Dutch"),
        N_("Letters and language"),
    ),
    # Translators: nl: "Zorgen over uw verblijf in Nederland" | "Zorgen over verblijf"
    Topic(
        "papers",
        LifeDomain.SOCIETY,
        N_("Worries about your stay in the Netherlands"),
        N_("Worries about your stay"),
    ),
)

TOPIC_BY_CODE: dict[str, Topic] = {topic.code: topic for topic in TOPICS}
DOMAIN_BY_CODE: dict[LifeDomain, DomainText] = {text.domain: text for text in DOMAINS}


def topics_of(domain: LifeDomain) -> Iterator[Topic]:
    """Give the topics of a domain in the order in which they are asked."""
    return (topic for topic in TOPICS if topic.domain is domain)


FILLED_BY: tuple[Option, ...] = (
    # Translators: nl: "Ikzelf"
    Option("self", N_("Myself")),
    # Translators: nl: "Samen met iemand"
    Option("together", N_("Together with someone")),
    # Translators: nl: "Iemand anders vult het in voor mij"
    Option("other", N_("Someone else fills it in for me")),
)

FEELINGS: tuple[Option, ...] = (
    # Translators: how somebody feels; nl: "Goed"
    Option("good", N_("Good")),
    # Translators: how somebody feels; nl: "Gaat wel"
    Option("okay", N_("All right")),
    # Translators: how somebody feels; nl: "Niet zo goed"
    Option("not_so_good", N_("Not so good")),
    # Translators: how somebody feels; nl: "Slecht"
    Option("bad", N_("Bad")),
)

STRENGTHS: tuple[Option, ...] = (
    # Translators: nl: "Mijn kinderen"
    Option("children", N_("My children")),
    # Translators: nl: "Familie"
    Option("family", N_("Family")),
    # Translators: nl: "Vrienden of buren"
    Option("friends", N_("Friends or neighbours")),
    # Translators: nl: "Geloof"
    Option("faith", N_("Faith")),
    # Translators: nl: "Werk of vrijwilligerswerk"
    Option("work", N_("Work or volunteering")),
    # Translators: nl: "Sporten, wandelen"
    Option("exercise", N_("Sport, walking")),
    # Translators: nl: "Koken"
    Option("cooking", N_("Cooking")),
    # Translators: nl: "Muziek, maken, tuin"
    Option("creating", N_("Music, making things, garden")),
    # Translators: nl: "Rust"
    Option("rest", N_("Peace and quiet")),
    # Translators: nl: "Ik vraag hulp"
    Option("asking_help", N_("I ask for help")),
    # Translators: nl: "Iets anders"
    Option(OTHER, N_("Something else")),
    # Translators: nl: "Weet ik nu niet"
    Option(UNKNOWN, N_("I don't know now")),
)

HELP_WISHES: tuple[Option, ...] = (
    # Translators: answer to "Wilt u hier hulp bij?"; nl: "Ja"
    Option("yes", N_("Yes")),
    # Translators: nl: "Ik doe het zelf"
    Option("self", N_("I'll do it myself")),
    # Translators: nl: "Nu niet"
    Option("not_now", N_("Not now")),
    # Translators: nl: "Liever niet over praten"
    Option("rather_not", N_("I'd rather not talk about it")),
)

# Offered beside the patient's own topics under "Waardoor wordt dit erger?".
WORSE_BY_OTHERWISE: tuple[Option, ...] = (
    # Translators: nl: "Niets"
    Option(NOTHING, N_("Nothing")),
    # Translators: nl: "Weet ik niet"
    Option(UNKNOWN, N_("I don't know")),
)

HELPERS: tuple[Option, ...] = (
    # Translators: nl: "Familie of vrienden"
    Option("family", N_("Family or friends")),
    # Translators: nl: "Buurtteam"
    Option("neighbourhood_team", N_("Neighbourhood team")),
    # Translators: nl: "Wijkverpleging"
    Option("district_nurse", N_("District nurse")),
    # Translators: nl: "Psycholoog of GGZ"
    Option("mental_health", N_("Psychologist or mental health care")),
    # Translators: nl: "Ziekenhuis"
    Option("hospital", N_("Hospital")),
    # Translators: nl: "School"
    Option("school", N_("School")),
    # Translators: nl: "Iemand anders"
    Option(OTHER, N_("Someone else")),
    # Translators: nl: "Niemand"
    Option(NOBODY, N_("Nobody")),
)

WANTS: tuple[Option, ...] = (
    # Translators: nl: "Weten wat ik heb"
    Option("know", N_("To know what I have")),
    # Translators: nl: "Uitleg"
    Option("explain", N_("An explanation")),
    # Translators: nl: "Samen nadenken"
    Option("think_together", N_("To think together")),
    # Translators: nl: "Hulp in de buurt"
    Option("local_help", N_("Help nearby")),
    # Translators: nl: "Mijn verhaal vertellen"
    Option("tell_story", N_("To tell my story")),
    # Translators: nl: "Weet ik niet"
    Option(UNKNOWN, N_("I don't know")),
)

# Answers that say there is nothing to add, so they stand alone.
EXCLUSIVE = frozenset({NOTHING, UNKNOWN, NOBODY})

MAX_REASON = 200
MAX_OWN_WORDS = 1000
MAX_KNOWN_AS = 60
MAX_OTHER = 60
MAX_WANTS = 2
MAX_WORSE_BY = 3


def codes_of(options: tuple[Option, ...]) -> frozenset[str]:
    """Give the codes that a question offers."""
    return frozenset(option.code for option in options)


def text_of(options: tuple[Option, ...], code: str) -> str:
    """Give the source text of an answer.

    Raises:
        KeyError: the question does not offer this code.
    """
    for option in options:
        if option.code == code:
            return option.text
    raise KeyError(code)
