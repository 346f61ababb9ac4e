"""Everyday stories in the words of missions: honours, parades, trials, storms, old battles."""

from __future__ import annotations

import pytest
from claims_in import read

from veye.records.document import Language

NOTHING: list[tuple[Language, str]] = [
    (
        "en",
        "UN honours fallen peacekeepers at New York ceremony\nUNITED NATIONS - The secretary-general laid a "
        "wreath on Thursday and awarded the Dag Hammarskjold medal to peacekeepers who gave their lives last "
        "year. Since 1948, more than 4,300 blue helmets have died under the UN flag. A Ghanaian captain "
        "received the gender advocate award for her work in Abyei. Ambassadors observed a minute of silence.",
    ),
    (
        "en",
        "Former peacekeeper goes on trial over 2009 shooting\nA former Canadian peacekeeper went on trial in "
        "Ottawa on Monday, accused of shooting dead his commander after returning from a tour in Afghanistan. "
        "The court heard that the ex-sergeant fired six shots in the car park of a base. Two others were "
        "wounded. The prosecution asked for 25 years; the trial continues.",
    ),
    (
        "en",
        "Soldier dies in live-fire exercise in Texas\nA 22-year-old private was killed and three soldiers "
        "injured when a mortar round exploded during a training exercise at Fort Cavazos on Tuesday, the army "
        "said. The unit was due to deploy to Poland. The exercise was halted and investigators from the "
        "Combat Readiness Center are on their way.",
    ),
    (
        "en",
        "Storm kills 14 in Mozambique, thousands displaced\nCyclone Filipo has killed 14 people in Sofala, "
        "and 48,000 have been displaced, the disaster institute said. Soldiers evacuated 600 people by boat "
        "from Buzi. The UN pledged $6 million for shelter. A helicopter of the army went missing on Wednesday "
        "with four crew.",
    ),
    (
        "en",
        "The battle that made a nation\nOn 18 November 1803 the indigenous army attacked the French at "
        "Vertières. Some 1,200 of Rochambeau's soldiers were killed or wounded, and historians say as many "
        "rebels fell. The garrison evacuated Cap-Français ten days later. The museum's new exhibition, with "
        "60 weapons and uniforms, opens on Friday.",
    ),
    (
        "en",
        "Scientists map ant armies\nRaiding columns of army ants attack nests and kill up to 30,000 prey a "
        "day, a study in Panama has found. The soldiers, with jaws twice as long as the workers', take "
        "control of a territory of four hectares. The team received $1.2 million from the science foundation.",
    ),
    (
        "en",
        "Kenya marks El Adde anniversary with prayers\nFamilies gathered at Moi Barracks on Thursday to "
        "remember the soldiers who died at El Adde ten years ago. A chaplain led the prayers and a bugler "
        "played the last post. A plaque was unveiled by the defence secretary. Widows planted trees. The "
        "choir of the garrison sang.",
    ),
    (
        "fr",
        "L'ONU décerne ses médailles aux Casques bleus à New York\nLe secrétaire général a remis jeudi, au "
        "siège de l'ONU, le prix du policier de l'année à une commissaire béninoise. La cérémonie rendait "
        "hommage aux Casques bleus morts au service de la paix. Un orchestre a joué et une gerbe a été "
        "déposée. Les ambassadeurs ont salué le courage des femmes en uniforme.",
    ),
    (
        "fr",
        "« On est une armée », lance l'entraîneur avant le choc\nL'entraîneur de l'AS Mirebalais veut « "
        "attaquer d'entrée et prendre le contrôle du terrain » dimanche. « C'est notre mission, on a des "
        "soldats, on va au combat », a-t-il dit. Le capitaine, blessé en mai, revient. Trois cents policiers "
        "assureront la sécurité du stade.",
    ),
    (
        "fr",
        "Un ancien Casque bleu jugé aux assises de Lyon\nUn ancien Casque bleu français, revenu du Liban en "
        "2015, comparaît depuis lundi pour avoir tué par balle deux voisins. L'accusé, 44 ans, dit souffrir "
        "de stress post-traumatique. Trois gendarmes ont été blessés lors de son arrestation. Le parquet doit "
        "requérir vendredi.",
    ),
    (
        "fr",
        "Il y a cent ans, la bataille du Rif\nLe 13 avril 1925, les combattants rifains attaquaient les "
        "postes français de l'Ouergha. En deux mois, 39 postes furent pris et plus de 1 500 soldats tués. Une "
        "exposition de photographies et une conférence d'historien rappellent ces combats à la médiathèque, "
        "jusqu'au 30 juin.",
    ),
    (
        "fr",
        "Un blindé se renverse au défilé militaire : un mort\nUn soldat a été tué et quatre autres blessés "
        "mercredi à Abidjan lorsqu'un véhicule blindé s'est renversé lors de la répétition du défilé de la "
        "fête nationale. Le ministère de la Défense a ouvert une enquête. Près de 2 000 hommes doivent "
        "défiler.",
    ),
    (
        "fr",
        "Inondations à Kinshasa : l'armée évacue des familles\nLes pluies de la nuit de vendredi ont fait 33 "
        "morts et déplacé plus de 5 000 familles à Kinshasa, selon le ministère de l'Intérieur. L'armée a "
        "déployé des bateaux pour évacuer les habitants de Limete. Un policier a été emporté par les eaux. Le "
        "gouvernement a débloqué 2 millions de dollars.",
    ),
    (
        "es",
        "Un paracaidista muere en el desfile militar de México\nUn soldado murió y dos resultaron heridos "
        "durante el ensayo del desfile militar en Ciudad de México, informó la Sedena. El paracaídas no se "
        "abrió. En el acto participarán 15.000 efectivos, 120 vehículos blindados y 60 aeronaves. La Fiscalía "
        "Militar abrió una investigación.",
    ),
    (
        "es",
        "El equipo del Ejército golea a la Policía en los Juegos Militares\nEl equipo del Ejército venció 4-1 "
        "al de la Policía en la final de los Juegos Militares, en San Salvador. El delantero disparó desde "
        "fuera del área y mató el partido. El portero fue evacuado en camilla. Asistieron 2.000 soldados y el "
        "ministro de Defensa.",
    ),
    (
        "es",
        "Juzgan a excasco azul por el asesinato de su esposa\nMONTEVIDEO.- Un excasco azul uruguayo que "
        "sirvió en el Congo es juzgado desde el lunes por matar a tiros a su esposa y herir a dos policías. "
        "La fiscalía pide 30 años. El acusado, sargento retirado, dijo que no recuerda los hechos. El juicio "
        "seguirá el jueves.",
    ),
    (
        "es",
        "Se cumplen 83 años de la batalla de Stalingrado\nRusia conmemoró el lunes la victoria con un desfile "
        "en Volgogrado. En aquella batalla murieron más de un millón de soldados y la ciudad fue destruida. "
        "Un batallón con uniformes de época marchó ante los veteranos. El museo recibió 300.000 visitantes el "
        "año pasado.",
    ),
    (
        "es",
        "Helicóptero policial rescata a 40 personas por las inundaciones\nUn helicóptero de la Policía evacuó "
        "el martes a 40 personas en Piura, donde las lluvias han dejado 11 muertos y 6.500 desplazados. El "
        "Ejército desplegó 300 efectivos. El Gobierno aprobó 8 millones de dólares para la emergencia. Un "
        "suboficial murió al ser arrastrado por el río.",
    ),
    (
        "ht",
        "Lapli fè 12 mò nan Okay, polis voye elikoptè\nDlo desann nan Okay madi swa: 12 moun mouri ak 3 500 "
        "moun kite kay yo. Polis voye yon elikoptè pou evakye 30 moun ki te sou do kay. Lame a deplwaye 80 "
        "sòlda. Gouvènman an bay 20 milyon goud pou viktim yo.",
    ),
    (
        "ht",
        "Nasyonzini bay yon polisyèz prim\nSekretè jeneral Nasyonzini an remèt yon polisyèz Benen prim polis "
        "ane a nan Nouyòk jedi. Nan seremoni an yo onore kas ble ki mouri nan sèvis. Yon koral chante epi yo "
        "fè yon minit silans. Anbasadè yo bat bravo.",
    ),
]


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_an_everyday_story_in_the_words_of_missions_yields_nothing(language: Language, text: str) -> None:
    assert read(text, language, published="2026-01-20") == []
