# ruff: noqa: E501 - one line a part of speech
"""Sentences of made-up prose, the same for the same seed."""

import random
from dataclasses import dataclass

_LATIN = {
    "en": (
        "the harbour keeper|a quiet engineer|our second survey|every volunteer|the northern route|this small archive"
        "|the town's choir|an early report|the old compiler|her grandmother",
        "measured|repaired|carried|described|painted|counted|postponed|welcomed|explained|remembered",
        "twelve lanterns|the flooded meadow|a broken index|two careful drafts|the evening ferry|an unusual pattern"
        "|the longest bridge|several seed potatoes|a map of wells|the missing ledger",
        "before the first frost|without any hurry|for the third year running|as the council had asked|in spite of the rain"
        "|while the others slept|because nobody else would|near the railway yard|with borrowed tools|after the vote",
    ),
    "de": (
        "die Hafenmeisterin|ein stiller Ingenieur|unsere zweite Messung|jede Freiwillige|der nördliche Weg|das kleine Archiv",
        "reparierte|beschrieb|zählte|verschob|begrüßte|erklärte",
        "zwölf Laternen|die überflutete Wiese|ein beschädigtes Register|die Abendfähre|eine Karte der Brunnen",
        "vor dem ersten Frost|ohne jede Eile|trotz des Regens|während die anderen schliefen|nach der Abstimmung",
    ),
    "fr": (
        "la gardienne du port|un ingénieur discret|notre deuxième relevé|chaque bénévole|la route du nord",
        "a réparé|a décrit|a compté|a repoussé|a expliqué",
        "douze lanternes|la prairie inondée|un registre abîmé|le bac du soir|une carte des puits",
        "avant le premier gel|sans se presser|malgré la pluie|pendant que les autres dormaient|après le vote",
    ),
    "ru": (
        "смотрительница порта|тихий инженер|наша вторая съёмка|каждый доброволец|северная дорога",
        "починила|описала|сосчитала|отложила|объяснила",
        "двенадцать фонарей|затопленный луг|старый реестр|вечерний паром|карту колодцев",
        "до первого мороза|без всякой спешки|несмотря на дождь|пока другие спали|после голосования",
    ),
    "ar": (
        "حارسة الميناء|مهندس هادئ|المسح الثاني|كل متطوع|الطريق الشمالي",
        "أصلحت|وصفت|عدّت|أجّلت|شرحت",
        "اثني عشر فانوسا|المرج المغمور|السجل القديم|عبّارة المساء|خريطة الآبار",
        "قبل أول صقيع|دون أي عجلة|رغم المطر|بينما نام الآخرون|بعد التصويت",
    ),
    "he": (
        "שומרת הנמל|מהנדס שקט|הסקר השני|כל מתנדב|הדרך הצפונית",
        "תיקנה|תיארה|ספרה|דחתה|הסבירה",
        "שנים עשר פנסים|האחו המוצף|הרשומה הישנה|מעבורת הערב|מפת הבארות",
        "לפני הכפור הראשון|בלי שום חיפזון|למרות הגשם|בזמן שהאחרים ישנו|אחרי ההצבעה",
    ),
}
_DENSE = {
    "ja": (
        "港の番人は|静かな技師は|二度目の調査は|北の道は",
        "十二の灯籠を|水没した牧草地を|古い台帳を|井戸の地図を",
        "初霜の前に直した。|雨の中で数えた。|急がずに描いた。|投票の後で説明した。",
    ),
    "zh": (
        "港口管理员|安静的工程师|第二次测量|北方的道路",
        "在初霜之前修好了|冒着雨数清了|不慌不忙地画下了|投票之后解释了",
        "十二盏灯笼。|被淹没的草地。|旧登记册。|水井的地图。",
    ),
}


@dataclass
class Prose:
    """A source of sentences; no two of one source are the same."""

    seed: int
    language: str = "en"

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._said: set[str] = set()

    def sentence(self) -> str:
        dense = self.language in _DENSE
        parts = _DENSE[self.language] if dense else _LATIN[self.language]
        number = self._random.randrange(2, 9000)
        while True:
            words = [self._random.choice(part.split("|")) for part in parts]
            said = "".join(words) if dense else " ".join(words) + f" ({number})."
            said = f"{number}、{said}" if dense else said[0].upper() + said[1:]
            if said not in self._said:
                self._said.add(said)
                return said
            number += 1

    def paragraph(self, sentences: int = 4) -> str:
        return ("" if self.language in _DENSE else " ").join(self.sentence() for _ in range(sentences))

    def paragraphs(self, count: int = 5, sentences: int = 4) -> list[str]:
        return [self.paragraph(sentences) for _ in range(count)]

    def title(self) -> str:
        return self.sentence().rstrip(".。").split(" (")[0]

    def code(self, lines: int = 6) -> list[str]:
        """Return lines of Python, with indentation, signs that HTML escapes, and an empty line."""
        made = [f"def step_{self._random.randrange(10_000)}(rows, *, limit=<N>):"]
        for _ in range(lines - 2):
            number = self._random.randrange(10_000)
            made.append(f"    if rows[{number}] < limit & 0x{number:x}:  # {number}")
            made.append(f'        yield "{number} > 1", {{"a": *rows}}')
        return [*made, "", "    return None"]

    def rows(self, rows: int = 4, columns: int = 3) -> list[list[str]]:
        return [
            [f"{self._random.choice(_NOUNS)} {self._random.randrange(10_000)}" for _ in range(columns)]
            for _ in range(rows)
        ]


_NOUNS = ("timeout", "retries", "buffer", "port", "colour", "weight", "lantern", "ferry", "well", "ledger")
