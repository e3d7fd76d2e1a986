"""Words that English reports put for one another: so that a paraphrase is not taken for another statement.

General vocabulary of the news, one notion a line. A word may stand in one line only; forms are met by their stems.
"""

from __future__ import annotations

from functools import cache

from comparison.words import stem

_GROUPS = """
abroad foreign overseas
accord agreement deal pact treaty
accuse blame allege
afraid fear worry worried concern concerned anxious alarmed
aid relief assistance help
aim intend plan prepare seek want
allow let permit authorise authorize
angry anger outrage furious fury
announce declare unveil
answer reply respond response
approve back endorse support
area district zone territory
arms weapon weaponry
army military troop soldier
arrest detain detention
ask request call appeal urge
assault attack offensive strike raid
assess estimate reckon
attempt effort try tried
ban bar forbid prohibit
begin began begun start launch commence
big large huge great
boat ship vessel
boost increase raise rise rose grow grew
bring brought carry transport take
build built construct construction erect
buy bought purchase acquire
camp encampment
cancel scrap drop
capture seize seizure
cause prompt trigger
cease halt stop end
ceasefire truce
chair chairwoman chairman head lead leader
child children kid minor
choose chose elect pick select
clash fight fighting battle combat
clear remove removal
close closed closure shut
collapse fail failure
compel force oblige
complain complaint grievance
consider weigh mull
discussion talks negotiations
cost price charge fee expense
country nation state
crack fissure
cut reduce reduction slash trim lower decrease
danger risk threat peril
dead death die died kill killed fatal
debt owe owed
decide decision resolve
defeat loss
delay postpone defer
demand insist insistence
deny denial
destroy destruction demolish demolition
diplomat envoy ambassador
disagree dispute
discover find found uncover reveal
dismiss fire sack oust
displace displaced uproot expel evict
divide division partition split
doctor physician
doubt scepticism skepticism
drop fall fell decline
employ hire recruit engage
enter entry
error mistake
escape flee fled
expect anticipate
explode explosion blast bomb bombing
family relative
farmer grower
fisherman fishermen angler
flat apartment
flood inundate
food meal nutrition
free gratis
fund finance funding
gather assemble
give gave provide supply grant
goal objective
goods cargo freight
government cabinet administration
group organisation organization
guarantee assurance pledge promise vow
harbour harbor port
hold held house hosts
hospital clinic
hostage captive prisoner inmate detainee
house home housing residence residential dwelling
hurt injure injured wound wounded
illegal unlawful
impasse deadlock stalemate standstill
improve improvement
inquiry investigation probe
inspect inspection examine
join joined
judge magistrate
lack shortage scarcity want
land ground soil
law legislation
lawyer attorney
leave left depart departure quit
legislator lawmaker parliamentarian
lend loan
lorry truck
lose lost
majority most
meet met meeting summit
minister secretary
money cash
month monthly
move relocate relocation transfer migrate migration
murder homicide
name appoint appointment
neighbour neighbor
objection opposition oppose protest
observe monitor watch
offer proposal propose
order command
owner proprietor
parliament legislature
pause suspend suspension
pay paid wage salary pay salaries earn
permanent lasting
poll survey
poor poverty
population people resident inhabitant
prime premier
prison jail gaol
problem trouble
property estate
purpose mission
push press pressure
rebuild reconstruct reconstruction restore repair
refuse refusal reject rejection decline
region province
release free
remain stay
remark comment
repay repaid
rest remainder
retire retirement
return returned
road route street
rule regulation
rubble debris ruins
school classroom
search hunt
sell sold sale
send sent dispatch deploy deployment
shelter refuge
show demonstrate
siege blockade encircle
sink sank sunk
spread expand extend extension
steal theft stole
storm gale tempest
student pupil
sue lawsuit
tax levy duty
teacher educator
temporary interim provisional
test trial
town city
travel journey trip
unclear vague
union guild
untouched unchanged
victory win won
visit visited
voter electorate
walkout strike
warn warning caution
wealthy rich
withdraw withdrawal pullout retreat evacuate
woman women
work job employment
worker staff employee labourer laborer
write wrote written
year annual
young youth
"""


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """Stem -> the stems of words that may stand for it (itself left out)."""
    found: dict[str, frozenset[str]] = {}
    for line in _GROUPS.strip().splitlines():
        stems = {stem(word) for word in line.split()}
        for root in stems:
            found[root] = (found.get(root, frozenset()) | stems) - {root}
    return found
