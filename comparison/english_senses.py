"""Verbs of saying with which nothing is said: a hospital admits patients, a pipe leaks oil, a flood claims lives.

General vocabulary, found by what stands behind the verb or where it stands. A line is a verb (with its
particle) and, behind the mark, nouns that as its object show another sense.
"""

from __future__ import annotations

from comparison.tables import word_set

# Objects of many verbs, named by a word behind an @.
_CLASSES = {
    "workers": "worker workers driver drivers employee employees staff clerk clerks nurse nurses soldier soldiers "
    "teacher teachers cook cooks jury troops crew crews recruit recruits apprentice apprentices trainee trainees "
    "reporter reporters editor editors journalists columnists correspondents photographers printers",
    "animals": "goat goats sheep cow cows cattle horse horses pig pigs hen hens chicken chickens dog dogs cat cats "
    "seal seals turtle turtles fish bird birds owl owls eagle eagles bee bees bear bears wolf wolves",
    "works": "book books novel novels album albums poem poems song songs play plays film films anthology dictionary",
    "mail": "envelope envelopes parcel parcels letter letters postcard postcards invitation invitations",
    "money": "loan loans mortgage shares stock bond bonds currency coin coins coins banknotes",
}
_SENSES = """
admit | people person patient patients child children girl girls boy boys woman women man men student students pupil pupils member members guest guests visitor visitors resident residents applicant applicants
claim | life lives victim victims casualties title titles seat seats prize prizes medal medals refund estate inheritance land benefits benefit compensation crown throne territory luggage baggage
leak | oil water gas fuel air steam sewage acid fluid fluids radiation chemicals blood
tell | story stories tale tales joke jokes time fortune
broadcast | seed seeds
deliver | baby babies parcel parcels mail goods letter letters pizza milk
release | brake brakes phone phones accounts prisoner prisoners hostage hostages detainee detainees captive captives water oil gas album song film @animals @workers albums single singles balloon balloons
announce | itself himself herself themselves
air | laundry room rooms bed beds
charge | fee fees fare fares battery batteries phone phones customers
dispute | bill bills rent fine fines invoice invoices ownership
contest | race races seat seats rent title titles election elections
recite | poem poems prayer prayers verse verses
swear | oath allegiance
pledge | allegiance
repeat | survey surveys test tests year exam exams process experiment
question | witness witnesses suspect suspects passengers residents driver drivers pupils student students child children
call | meeting meetings election elections police ambulance doctor strike vote halt deputy taxi home brigade plumber election roll
raise | tax taxes flag flags rate rates money funds price prices hand hands rent salary salaries cattle @animals capital army crops curtain
issue | visa visas permit permits licence licences license licenses passport passports ticket tickets bonds @money stamps uniforms
present | design collection show programme program prize prizes award awards medal medals
confirm | booking bookings reservation reservations nominee nominees governor judge justice ambassador child children dates
dismiss | @workers class pupils congregation
publish | @works
post | profit loss losses profits guard guards sentries @mail
address | @mail leak leaks shortage shortages
describe | circle circles curve curves arc arcs orbit orbits loop loops spiral ellipse
back | loan loans wall horse horses team teams
defend | goal title titles well wells fort fortress thesis championship
attack | root roots crop crops leaf leaves postman hikers sheep
welcome | guest guests visitor visitors passengers ship ships tourists customers pilgrims
ask | guests neighbours
ask for | bill water directions change salt tea beer coffee bread money
hold | @money office
offer | bread tea coffee seat seats course courses discount discounts lift
promise | land
celebrate | birthday anniversary jubilee wedding christmas easter mass
support | club family families roof weight bridge dome team
fear | dark
order | food coffee lunch dinner drinks pizza tea beer
"""  # noqa: E501 - a line is a verb


def _nouns(written: str) -> frozenset[str]:
    """The nouns of a line, with those of its classes."""
    return frozenset(
        noun for word in written.split() for noun in (_CLASSES[word[1:]].split() if word[0] == "@" else [word])
    )


OTHER_SENSES = {
    verb.strip(): _nouns(nouns) for verb, nouns in (line.split("|") for line in _SENSES.strip().splitlines())
}
# Verbs that say nothing of a thing that is kept from, or given to, somebody: "denied him a job".
GIVEN = word_set("deny offer refuse grant promise recommend")
# Behind an object, what shows that something was done to it: "offered the house for sale", "released it into the sea".
DONE_TO = {
    "offer": ("for sale", "for rent", "for hire", "at half"),
    "release": ("into the", "on bail", "from prison", "from hospital", "from custody"),
    "question": ("for hours", "for two", "for three", "for several", "in custody"),
    "raise": ("on the", "by hand"),
}
# Heads of compound nouns that are verbs, too: "gas leaks closed the street".
COMPOUND_HEADS = word_set("leak leaks release releases repeats disclosures displays display contests contest")
