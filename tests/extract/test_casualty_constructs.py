"""Constructs by which reports tell of casualties, each in several languages: who, how many, which side."""

from __future__ import annotations

import pytest
from claims_in import casualties, read

from veye.records.document import Language

KENSCOFF = {"en": "Gangs attacked Kenscoff on Monday. ", "fr": "Des gangs ont attaqué Kenscoff lundi. ",
            "es": "Las bandas atacaron Kenscoff el lunes. ", "ht": "Gang yo atake Kenskòf lendi. "}  # fmt: skip

# (construct, language, text, {(outcome, low, high, who)})
CASES = [
    ("people stand before who harmed them", "ht",
     "Gang yo atake Kenskòf dimanch. Yon polisye bandi touye lendi antere.",
     {("killed", 1, 1, "police")}),
    ("a noun without a number", "ht", "Gang yo atake Solino lendi. Lòt jounalis blese.",
     {("wounded", 2, None, "civilian")}),
    ("they go off with people", "ht", "Gang yo atake Kenskòf lendi. Yo pati ak senk granmoun.",
     {("abducted", 5, 5, "civilian")}),
    ("bodies are counted", "en", "Dozens of bodies lay in Solino after the gang left.",
     {("killed", 24, None, "unknown")}),
    ("bodies are counted", "fr", "Une dizaine de corps gisaient à Solino après l'attaque du gang.",
     {("killed", 10, 10, "unknown")}),
    ("bodies are counted", "es", "Nueve cadáveres aparecieron en Solino tras el ataque de la banda.",
     {("killed", 9, 9, "unknown")}),
    ("bodies are counted", "ht", "Yo konte 12 kadav nan Solino apre atak gang yo.", {("killed", 12, 12, "unknown")}),
    ("an ordinal is one", "en", "The third Kenyan of the mission in Haiti died on Sunday when gangs attacked.",
     {("killed", 1, 1, "mission")}),
    ("a total by its noun", "en", "A Kenyan officer of the mission was shot dead on Sunday by gangs. The death "
     "brings to three the number of Kenyans lost since the deployment began.",
     {("killed", 1, 1, "mission"), ("killed", 3, 3, "mission")}),
    ("bodies of people", "en", "The charred bodies of two men were found in Solino, which gangs hold.",
     {("killed", 2, 2, "civilian")}),
    ("bodies of people", "fr", "Les corps de trois femmes ont été découverts à Kenscoff après l'attaque des gangs.",
     {("killed", 3, 3, "civilian")}),
    ("bodies of people", "es", "Los cuerpos de tres mujeres fueron hallados en Kenscoff tras el ataque de la banda.",
     {("killed", 3, 3, "civilian")}),
    ("a verb keeps its subject", "ht", "Gang yo anvayi Kabarè: omwen 20 moun mouri, 6 blese.",
     {("killed", 20, None, "civilian"), ("wounded", 6, 6, "civilian")}),
    ("a verb keeps its subject", "ht", "Depi janvye gang yo kidnape 200 moun.", {("abducted", 200, 200, "unknown")}),
    ("harm without an object", "ht", "Senk moun nan yon menm fanmi boule vif lè bandi mete dife nan kay yo.",
     {("killed", 5, 5, "civilian")}),
    ("another source's count", "en",
     KENSCOFF["en"] + "Nine residents died, says the mayor; eleven, according to a union.",
     {("killed", 9, 9, "civilian"), ("killed", 11, 11, "civilian")}),
    ("another source's count", "fr", KENSCOFF["fr"] + "Quinze morts, selon la mairie ; vingt-trois, selon un syndicat.",
     {("killed", 15, 15, "civilian"), ("killed", 23, 23, "civilian")}),
    ("another source's count", "en", "Rebels killed four Chadian soldiers of MINUSMA. The rebels boasted of thirty.",
     {("killed", 4, 4, "mission"), ("killed", 30, 30, "mission")}),
    ("another source's count", "es", "Los rebeldes hirieron a 41 soldados de la MINUSMA; la misión sólo reconoce 25.",
     {("wounded", 41, 41, "mission"), ("wounded", 25, 25, "mission")}),
    ("a toll far from its number", "en",
     "The death toll from the massacre by the Gran Grif gang in Pont-Sondé has risen to 115.",
     {("killed", 115, 115, "civilian")}),
    ("a toll that rises", "en", "Gangs attacked Pont-Sondé; the death toll rose from 30 to 54.",
     {("killed", 54, 54, "civilian")}),
    ("a toll that is put at a number", "en",
     KENSCOFF["en"] + "A local official put the dead at four, two of them women.",
     {("killed", 4, 4, "civilian")}),
    ("a toll beside things", "fr",
     "Gran Grif a frappé le bourg ; bilan provisoire : neuf morts, dix maisons en cendres.",
     {("killed", 9, 9, "civilian")}),
    ("sums by a verb", "es", "Según la prensa, los soldados de la MINUSMA heridos suman 41.",
     {("wounded", 41, 41, "mission")}),
    ("one of the wounded dies", "en", "Two Zambian soldiers of MINUSCA were hit; one of them did not survive.",
     {("wounded", 1, 1, "mission"), ("killed", 1, 1, "mission")}),
    ("one of the wounded dies", "es", "Pandilleros balearon a tres policías en Solino. Uno de los policías murió.",
     {("wounded", 2, 2, "police"), ("killed", 1, 1, "police")}),
    ("one is badly hurt", "en", "Three peacekeepers of MINUSCA were wounded. One, badly hurt, is in Bangui.",
     {("wounded", 3, 3, "mission")}),
    ("one is badly hurt", "es", "Cuatro cascos azules fueron heridos; uno está grave.", {("wounded", 4, 4, "mission")}),
    ("one more without a noun", "en", "Gunmen stormed Lascahobas, killing a policeman and wounding a second.",
     {("killed", 1, 1, "police"), ("wounded", 1, 1, "police")}),
    ("one more without a noun", "fr",
     "Trois Casques bleus ont péri sur une mine et un quatrième est grièvement blessé.",
     {("killed", 3, 3, "mission"), ("wounded", 1, 1, "mission")}),
    ("one verb, two people", "es", "Un general y un soldado de la FINUL resultaron heridos en la emboscada.",
     {("wounded", 1, 1, "mission")}),
    ("a name and others", "en", "Anna Keller and seven others were kidnapped by the gang in Kenscoff.",
     {("abducted", 8, 8, "civilian")}),
    ("an apposition", "en", "The driver, Agent Wilner Paul, was killed by the gang's mine in Delmas.",
     {("killed", 1, 1, "police")}),
    ("who the counted are", "en", "Officials count 527 killed, suspected gang members, in Port-au-Prince.",
     {("killed", 527, 527, "gang")}),
    ("who the counted are", "es",
     "Al menos 527 personas, presuntos miembros de bandas, fueron abatidas en Puerto Príncipe.",
     {("killed", 527, None, "gang")}),
    ("who the counted are", "fr", "Au moins 527 tués, présumés membres de gangs, dans des opérations à Port-au-Prince.",
     {("killed", 527, None, "gang")}),
    ("an aside in a list", "en",
     "The gang's ambush killed a police inspector, as we said, and a taxi driver in Cabaret.",
     {("killed", 1, 1, "police"), ("killed", 1, 1, "civilian")}),
    ("the parts stand after a day", "fr", "Gangs à Delmas : deux morts ce mardi, un journaliste et un policier.",
     {("killed", 1, 1, "civilian"), ("killed", 1, 1, "police")}),
    ("a list of one side is its whole", "en",
     "Eight UN soldiers, six Malawians, a Tanzanian and one of unknown country, were killed by the ADF near Beni.",
     {("killed", 8, 8, "mission")}),
    ("an object after adjuncts", "es", "La emboscada de la banda hirió el lunes en el muslo a un policía keniano.",
     {("wounded", 1, 1, "mission")}),
    ("a subject after its source", "es", "En el ataque de las bandas murieron, según el sindicato, once policías.",
     {("killed", 11, 11, "police")}),
    ("a bullet hits somebody", "fr",
     "À Solino, une balle du gang a percé un gilet et touché un agent jamaïcain au flanc.",
     {("wounded", 1, 1, "mission")}),
    ("a pierced helmet", "en", "A gang's bullet went through the helmet of a Kenyan constable in Solino.",
     {("wounded", 1, 1, "mission")}),
    ("a pierced helmet", "ht", "Yon bal bandi travèse kas yon polisye kenyan nan Solino.",
     {("wounded", 1, 1, "mission")}),
    ("a loss that is an injury", "en", "A Kenyan officer has lost an eye in the gang's ambush.",
     {("wounded", 1, 1, "mission")}),
    ("losses of a force", "en", "Rebels attacked near Beni. The army lost a dozen.", {("killed", 12, 12, "military")}),
    ("losses of a country", "ht", "Kenya pèdi twa polisye ann Ayiti nan anbiskad gang yo.",
     {("killed", 3, 3, "mission")}),
    ("among the dead", "en", KENSCOFF["en"] + "Among the dead were two police officers.", {("killed", 2, 2, "police")}),
    ("among the dead", "fr", KENSCOFF["fr"] + "Parmi les morts figurent deux policiers.", {("killed", 2, 2, "police")}),
    ("among the dead", "es", KENSCOFF["es"] + "Entre los muertos hay dos policías.", {("killed", 2, 2, "police")}),
    ("among the dead", "ht", KENSCOFF["ht"] + "Pami mò yo gen de polisye.", {("killed", 2, 2, "police")}),
    ("among the dead, already counted", "en",
     KENSCOFF["en"] + "Ten residents were killed. Among the dead were two nurses.",
     {("killed", 10, 10, "civilian")}),
    ("somebody nobody can find", "ht", "Misyon an pa konnen kote yon polisye kenyan ye apre anbiskad gang yo.",
     {("missing", 1, 1, "mission")}),
    ("taken by a gang", "en", "Gunmen left with nine people from an orphanage in Kenscoff.",
     {("abducted", 9, 9, "civilian")}),
    ("taken by a gang", "fr", "Des bandits sont repartis avec quatre élèves de Solino.",
     {("abducted", 4, 4, "civilian")}),
    ("taken by a gang", "es", "Pandilleros retienen a tres monjas en Kenscoff.", {("abducted", 3, 3, "civilian")}),
    ("taken by a gang", "ht", "Bandi yo pati ak twa timoun nan Kenskòf.", {("abducted", 3, 3, "civilian")}),
    ("among the hurt of a day", "en",
     "Gangs fired at a patrol. Among those hurt in Solino on Friday were two Kenyan officers and a Haitian policeman.",
     {("wounded", 2, 2, "mission"), ("wounded", 1, 1, "police")}),
    ("lives that a list tells apart", "en",
     "The clash with rebels claimed six lives: four rebels, a soldier and a herder, the mayor of Bria said.",
     {("killed", 4, 4, "gang"), ("killed", 1, 1, "military"), ("killed", 1, 1, "civilian")}),
    ("some of the wounded died", "en",
     "After the gang attack a hospital in Solino took in 13 gunshot victims, three of whom died.",
     {("wounded", 10, 10, "civilian"), ("killed", 3, 3, "civilian")}),
    ("the missing who turn up", "en", "Two missing peacekeepers of MINUSCA were found alive on Wednesday.", set()),
    ("a list that ends with its and", "en",
     "Al-Shabaab blew up the gate of an AMISOM base, killing 54 Ugandan troops, President Museveni said.",
     {("killed", 54, 54, "mission")}),
    ("a row of counts", "ht", "Gang yo fè 23 moun mouri, 31 blese ak 12 kidnape nan Solino.",
     {("killed", 23, 23, "civilian"), ("wounded", 31, 31, "civilian"), ("abducted", 12, 12, "civilian")}),
    ("a colleague of somebody", "en", "Gunmen fired at a Jamaican soldier in Solino, injuring a colleague in the foot.",
     {("wounded", 1, 1, "mission")}),
    ("staff of the UN", "fr", "Un interprète de l'ONU a été abattu lundi à Bangui par des hommes armés.",
     {("killed", 1, 1, "mission")}),
    ("some in critical condition", "en",
     "Of the 20 Bangladeshi policemen of MONUSCO wounded on Tuesday in Goma, three are in critical condition.",
     {("wounded", 20, 20, "mission")}),
    ("whom the police fought", "fr", "La police a affronté des bandits dimanche à Solino : huit ont été tués.",
     {("killed", 8, 8, "gang")}),
    ("whom the police fought", "es", "La policía se enfrentó a pandilleros el domingo en Solino; ocho murieron.",
     {("killed", 8, 8, "gang")}),
    ("a bus that gunmen stop", "en",
     "Gunmen stopped a bus at Morne Cabrit on Monday and made off with eleven passengers.",
     {("abducted", 11, 11, "civilian")}),
    ("a bus that gunmen stop", "ht", "Mesye ak zam bare yon bis lendi nan Mòn Kabrit, yo pati ak onz pasaje.",
     {("abducted", 11, 11, "civilian")}),
    ("a question", "en", "Gangs hold Solino. Were three policemen killed there?", set()),
    ("a correction", "en", "We said five Kenyan officers died in a gang ambush at Cabaret. That was wrong.", set()),
    ("a correction", "fr", "On a dit que deux policiers étaient morts dans l'embuscade du gang. C'était faux.", set()),
    ("an earlier report", "fr", "Le gang a tué deux policiers à Solino. Une première dépêche parlait de sept morts.",
     {("killed", 2, 2, "police")}),
    ("vehicles are no people", "en",
     "Gangs hit four armoured vehicles in Solino; one was burned, two were struck again.",
     set()),
    ("vehicles are no people", "fr", "Un hélicoptère de la police brûlé par un gang à Solino.", set()),
    ("somebody's opinion", "en", "Three officers believe he is dead, say gangs in Savien.", set()),
    ("a threat", "en", "The gang threatened to kill three hostages in Kenscoff.", set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("construct", "language", "text", "expected"), CASES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_construct_tells_who_and_how_many(construct: str, language: Language, text: str, expected: set) -> None:
    assert casualties(text, language) == expected


# (language, text, side)
SIDES = [
    ("en", "Gunmen killed a policeman in Lascahobas. A patrol of the Kenyan-led mission came at dusk.", "police"),
    ("en", "Gangs struck Solino.\nPOLICE – 6 officers wounded.", "police"),
    ("es", "Un militar y un policía murieron en la emboscada de la banda en Solino.", "police"),
    ("fr", "Le président kényan l'a dit : un de ses policiers est mort dans l'embuscade du gang.", "mission"),
    ("es", "Israel respondía a un ataque de Hezbolá que mató a dos de sus soldados; la FINUL investiga.", "military"),
    ("en", "Haiti says a Kenyan officer was killed by a gang.", "mission"),
    ("fr", "« Six soldats tués », dit la force ; la FISNUA compte 4 000 militaires.", "mission"),
    ("en", "A bomb of the rebels killed two of the patrol, say Ugandan soldiers of AUSSOM.", "civilian"),
    ("en", "Ugandan soldiers of AUSSOM say a rebel bomb killed two of the patrol.", "mission"),
    ("en", "Five members of one family were killed by bandits in Solino.", "civilian"),
    ("ht", "Plizyè manm 400 Mawozo mouri nan Santo.", "gang"),
    ("es", "La policía mató a seis presuntos miembros de 400 Mawozo en Solino.", "gang"),
    ("en",
     "An ambush at Banjska killed a sergeant of the Kosovo police and three armed Serbs; KFOR took no part.", "gang"),
    ("es", "Un disparo de la banda hirió al conductor guatemalteco de un blindado en Delmas.", "mission"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "side"), SIDES)
def test_the_words_around_a_noun_tell_its_side(language: Language, text: str, side: str) -> None:
    assert side in {who for _, _, _, who in casualties(text, language)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Gangs attacked Kenscoff on Sunday. At least 20 people have been killed in total since January."),
        ("fr", "Des gangs tiennent Kenscoff. Vingt personnes ont été tuées depuis janvier."),
        ("en", "Hostile fire of the gangs has cost the mission two dead and 17 wounded so far."),
    ],
)
def test_a_count_since_a_start_is_a_total_without_a_day(language: Language, text: str) -> None:
    told = read(text, language, "casualty")
    assert told
    assert all(c["cumulative"] for c in told)
    assert not any(len(c["date"] or "") > 7 for c in told)


def test_a_death_that_another_side_disputes_is_hedged_and_the_missing_stays() -> None:
    told = read(
        "Un agente keniano sigue desaparecido tras la emboscada de la banda, según la misión. "
        "Medios locales aseguran que el agente murió.", "es", "casualty",
    )  # fmt: skip
    assert {(c["outcome"], c.get("hedged", False)) for c in told} == {("missing", False), ("killed", True)}


def test_a_missing_man_who_is_found_dead_is_a_death_alone() -> None:
    told = read(
        "The Kenyan officer missing since the gang's ambush on Sunday was found dead on Tuesday.", "en", "casualty"
    )
    assert {c["outcome"] for c in told} == {"killed"}


@pytest.mark.parametrize(
    ("language", "text", "cause", "gear"),
    [
        ("en", "At least 15 residents have bullet wounds after the gang's attack in Solino.", "gunshot", None),
        ("es", "La banda atacó Solino: seis heridos de bala.", "gunshot", None),
        ("ht", "Gang yo atake Solino; yon chofè pran yon kout manchèt nan do.", "blade", None),
        ("fr", "Deux détenus ont été lynchés à Solino, fief du gang.", "other", None),
        (
            "en",
            "Two Burundians of AMISOM were wounded when a grenade struck their armoured carrier.",
            "explosion",
            "armoured vehicle struck",
        ),
        (
            "es",
            "El cabo Reid de la MINUSCA recibió esquirlas cuando una ráfaga golpeó el blindado.",
            "gunshot",
            "armoured vehicle struck",
        ),
    ],
)
def test_words_of_harm_tell_the_cause_and_what_was_struck(
    language: Language, text: str, cause: str, gear: str | None
) -> None:
    assert {(c["cause"], c["gear"]) for c in read(text, language, "casualty")} == {(cause, gear)}


@pytest.mark.parametrize(
    ("language", "later"),
    [("en", "A few days later two others were seriously injured by gangs."),
     ("fr", "Quelques jours plus tard, deux autres ont été blessés par des gangs."),
     ("es", "Días después otros dos fueron heridos por las bandas."),
     ("ht", "Kèk jou apre, gang blese de lòt.")],
)  # fmt: skip
def test_what_happened_some_days_later_has_neither_the_day_nor_the_place_before_it(
    language: Language, later: str
) -> None:
    first = {
        "en": "An officer of the MSS was killed in an ambush at Savien on March 25, 2025. ",
        "fr": "Un policier de la MMAS a été tué dans une embuscade à Savien le 25 mars 2025. ",
        "es": "Un agente de la MSS murió en una emboscada en Savien el 25 de marzo de 2025. ",
        "ht": "Yon ajan MMAS mouri nan yon anbiskad nan Savien 25 mas 2025. ",
    }[language]
    found = [c for c in read(first + later, language, "casualty") if c["outcome"] == "wounded"]
    assert found
    assert {(c["date"], c["place"] == "Savien") for c in found} == {(None, False)}


def test_what_happened_days_before_is_recalled() -> None:
    text = "Gangs burned a car in Kenscoff on Sunday and killed its driver. Days earlier gangs had killed 40 people."
    found = {c["count_low"]: bool(c.get("backref")) for c in read(text, "en", "casualty", published="2025-09-15")}
    assert found == {1: False, 40: True}


def test_somebody_missing_since_before_the_reports_event_is_recalled() -> None:
    text = (
        "Two officers of the MSS were wounded in clashes with gangs in Port-au-Prince over the past seven days. "
        "Another has not been seen since an ambush on March 25."
    )
    found = {c["outcome"]: bool(c.get("backref")) for c in read(text, "en", "casualty", published="2025-04-02")}
    assert found == {"wounded": False, "missing": True}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "One officer of the MSS died in February 2025 of wounds that gangs had dealt him. Another has been missing "
            "since an ambush on 25 March 2025. At least four have been wounded by gunfire."),
     ("fr", "Un policier de la MMAS est mort en février 2025, blessé par des gangs. Un autre est porté disparu "
            "depuis une embuscade le 25 mars 2025. Au moins quatre ont été blessés par balle.")],
)  # fmt: skip
def test_a_count_without_a_day_among_recalled_casualties_is_a_total(language: Language, text: str) -> None:
    found = [c for c in read(text, language, "casualty", published="2025-06-25") if c["outcome"] == "wounded"]
    assert [(c["count_low"], c["cumulative"]) for c in found if c["count_low"] == 4] == [(4, True)]


def test_a_count_without_a_day_beside_one_event_is_of_that_event() -> None:
    text = "An officer of the MSS was killed in an ambush on Monday. At least four have been wounded by gunfire."
    found = [c for c in read(text, "en", "casualty", published="2025-06-25") if c["outcome"] == "wounded"]
    assert [c["cumulative"] for c in found] == [False]
