"""Verbs of saying with which nothing is said: a hospital admits patients, a pipe leaks oil, a flood claims lives.

General vocabulary, found by what stands behind the verb or where it stands. A line is a verb and, behind the mark,
nouns that as its object show another sense.
"""

from __future__ import annotations

from comparison.tables import word_set

_SENSES = """
admit | people person patient patients child children girl girls boy boys woman women man men student students pupil pupils member members guest guests visitor visitors resident residents applicant applicants
claim | life lives victim victims casualties title titles seat seats prize prizes medal medals refund
leak | oil water gas fuel air steam sewage acid fluid fluids radiation chemicals blood
tell | story stories tale tales joke jokes time fortune
broadcast | seed seeds
deliver | baby babies parcel parcels mail goods letter letters pizza milk
release | brake brakes phone phones accounts prisoner prisoners hostage hostages detainee detainees captive captives water oil gas album song film
announce | itself himself herself themselves
air | laundry room rooms bed beds
charge | fee fees fare fares battery batteries phone phones customers
dispute | bill bills rent fine fines invoice invoices ownership
contest | race races seat seats rent title titles election elections
recite | poem poems prayer prayers verse verses
swear | oath allegiance
pledge | allegiance
repeat | survey surveys test tests year exam exams process experiment
question | witness witnesses suspect suspects passengers residents
call | meeting meetings election elections police ambulance doctor strike vote halt deputy taxi
raise | tax taxes flag flags rate rates money funds price prices hand hands rent salary salaries cattle
issue | visa visas permit permits licence licences license licenses passport passports ticket tickets bonds
present | show programme program prize prizes award awards medal medals
order | food coffee lunch dinner drinks pizza tea beer
"""  # noqa: E501 - a line is a verb

OTHER_SENSES = {
    verb.strip(): frozenset(nouns.split()) for verb, nouns in (line.split("|") for line in _SENSES.strip().splitlines())
}
# Verbs that say nothing of a thing that is kept from, or given to, somebody: "denied him a job".
GIVEN = word_set("deny offer refuse grant promise recommend")
# Heads of compound nouns that are verbs, too: "gas leaks closed the street".
COMPOUND_HEADS = word_set("leak leaks release releases repeats disclosures displays display contests contest")
