"""A short document in each of twelve languages, and a corpus that cites them.

Each has articles 1 and 12 of the Universal Declaration of Human Rights, which everyone may copy, and a paragraph of our
own about its adoption, which gives a date and two numbers in the way of the language.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

from pctui.corpus.anchors import Copy
from pctui.corpus.paragraphs import cut


class Specimen(NamedTuple):
    """A text: its paragraphs, the words with which a quotation of article 1 begins and ends, and a title to find."""

    article_1: str
    article_12: str
    adoption: str
    quotation: str
    title: str  # of the entry in its language
    summary: str
    searched: str  # words of the title
    in_article: str  # a word of article 12, as a reader types it


SPECIMENS = {
    "zh": Specimen(
        "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心,并应以兄弟关系的精神相对待。",
        "任何人的私生活、家庭、住宅和通信不得任意干涉,他的荣誉和名誉不得加以攻击。人人有权享受法律保护,以免受这种干涉或攻击。",
        "大会于1948年12月10日以四十八票通过了宣言。会议记录共有1,234,567个字。",
        "人人生而自由 … 律平等",
        "国务院决定成立委员会",
        "1948年12月10日以48票通过,记录有1,234,567字,语言统一。",
        "委员会",
        "住宅",
    ),
    "ja": Specimen(
        "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。",
        "何人も、自己の私事、家族、家庭もしくは通信に対して、ほしいままに干渉され、又は名誉及び信用に対して攻撃を受けることはない。人はすべて、このような干渉又は攻撃に対して法の保護を受ける権利を有する。",
        "昭和23年12月10日、総会は賛成48票で宣言を採択した。議事録は123万4567字である。",
        "すべての人間は … 平等である",
        "総会が宣言を採択する",
        "一九四八年十二月十日に四十八票で採択、議事録は1,234,567字。",
        "採択",
        "名誉",
    ),
    "th": Specimen(
        "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ",
        "บุคคลใด ๆ จะถูกแทรกสอดโดยพลการในความเป็นอยู่ส่วนตัวในครอบครัว ในเคหสถานหรือในการสื่อสาร หรือจะถูกลบหลู่ในเกียรติยศและชื่อเสียงไม่ได้",
        "สมัชชาใหญ่รับรองปฏิญญาเมื่อวันที่ 10 ธันวาคม พ.ศ. 2491 ด้วยคะแนนเสียง ๔๘ เสียง บันทึกการประชุมมี 1,234,567 คำ",
        "มนุษย์ทั้งหลาย … และสิทธิ",
        "สมัชชาใหญ่มีมติรับรองปฏิญญา",
        "รับรองเมื่อ 10 ธันวาคม 1948 ด้วย 48 เสียง บันทึกมี 1,234,567 คำ",
        "มติ",
        "เคหสถาน",
    ),
    "hi": Specimen(
        "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है। उन्हें बुद्धि और अन्तरात्मा की देन प्राप्त है और परस्पर उन्हें भाईचारे के भाव से बर्ताव करना चाहिए।",
        "किसी व्यक्ति की एकान्तता, परिवार, घर या पत्रव्यवहार के प्रति कोई मनमाना हस्तक्षेप न किया जाएगा, न किसी के सम्मान और ख्याति पर कोई आक्षेप हो सकेगा।",
        "महासभा ने १० दिसंबर १९४८ को 48 मतों से घोषणा को स्वीकार किया। कार्यवृत्त में १२,३४,५६७ शब्द हैं।",
        "सभी मनुष्यों को गौरव … प्राप्त है",
        "महासभा घोषणा को स्वीकार करती है",
        "10 दिसंबर 1948 को 48 मत; कार्यवृत्त में 12,34,567 शब्द।",
        "घोषणा",
        "परिवार",
    ),
    "ta": Specimen(
        "மனிதப் பிறிவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்; அவர்கள் மதிப்பிலும், உரிமைகளிலும் சமமானவர்கள், அவர்கள் நியாயத்தையும் மனச்சாட்சியையும் இயற்பண்பாகப் பெற்றவர்கள்.",
        "ஒவ்வொருவரும் அவ்வவரது தனிமைத்துவம், குடும்பம், வீடு அல்லது தொடர்புகள் என்பவை சம்பந்தமாக, ஒருதலைப்பட்ட மனப்போக்கான வகையில் தலையிடப்படலாகாது.",
        "பொதுச் சபை 1948 டிசம்பர் 10 அன்று 48 வாக்குகளுடன் பிரகடனத்தை ஏற்றுக்கொண்டது. பதிவில் 12,34,567 சொற்கள் உள்ளன.",
        "மனிதப் பிறிவியினர் சகலரும் … சமமானவர்கள்",
        "பொதுச் சபை பிரகடனத்தை ஏற்கிறது",
        "1948 டிசம்பர் 10 அன்று 48 வாக்குகள்; 12,34,567 சொற்கள்.",
        "பிரகடனத்தை",
        "குடும்பம்",
    ),
    "ar": Specimen(
        "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. وقد وُهِبوا عقلاً وضميرًا وعليهم أن يعامل بعضهم بعضًا بروح الإخاء.",
        "لا يعرض أحد لتدخل تعسفي في حياته الخاصة أو أسرته أو مسكنه أو مراسلاته أو لحملات على شرفه وسمعته.",
        "اعتمدت الجمعية العامة الإعلان في ١٠ ديسمبر ١٩٤٨ بأغلبية ٤٨ صوتا. ويضم المحضر ١٬٢٣٤٬٥٦٧ كلمة.",
        "يولد جميع الناس أحرارًا … والحقوق",
        "الجمعية العامة تَعتمد الإعلان",
        "في 10 ديسمبر 1948 بأغلبية 48 صوتا، ١٬٢٣٤٬٥٦٧ كلمة.",
        "تعتمد",
        "مسكنه",
    ),
    "he": Specimen(
        "כל בני אדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחוה.",
        "לא יהא אדם נתון להתערבות שרירותית בחייו הפרטיים, במשפחתו, במעונו, בחליפת מכתבים שלו ולא לפגיעה בכבודו או בשמו הטוב.",
        "העצרת הכללית אימצה את ההכרזה ב-10 בדצמבר 1948 ברוב של 48 קולות. בפרוטוקול 1,234,567 מילים.",
        "כל בני אדם נולדו … ובזכויותיהם",
        "העצרת מאמצת את הַכְרָזַת האו״ם",
        "ב-10 בדצמבר 1948 ברוב של 48 קולות, 1,234,567 מילים.",
        "הכרזת",
        "במעונו",
    ),
    "ko": Specimen(
        "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.",
        "어느 누구도 그의 사생활, 가정, 주거 또는 통신에 대하여 자의적인 간섭을 받거나 또는 그의 명예와 명성에 대한 비난을 받지 아니한다.",
        "총회는 1948년 12월 10일 찬성 48표로 선언을 채택하였다. 회의록은 123만 4567자이다.",
        "모든 인간은 태어날 때부터 … 동등하다",
        "총회가 선언을 채택하다",
        "1948년 12월 10일 48표로 채택, 회의록은 1,234,567자.",
        "선언",
        "명예",
    ),
    "ru": Specimen(
        "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.",
        "Никто не может подвергаться произвольному вмешательству в его личную и семейную жизнь, произвольным посягательствам на неприкосновенность его жилища, тайну его корреспонденции или на его честь и репутацию.",
        "Генеральная Ассамблея приняла декларацию 10 декабря 1948 года 48 голосами. В протоколе 1 234 567 слов.",
        "Все люди рождаются свободными … и правах",
        "Ассамблея принимает декларацию",
        "Принята 10 декабря 1948 года 48 голосами; в протоколе 1 234 567 слов.",
        "декларацию",
        "жилища",
    ),
    "el": Specimen(
        "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με πνεύμα αδελφοσύνης.",
        "Κανείς δεν επιτρέπεται να υποστεί αυθαίρετες επεμβάσεις στην ιδιωτική του ζωή, την οικογένεια, την κατοικία ή την αλληλογραφία του, ούτε προσβολές της τιμής και της υπόληψης του.",
        "Η Γενική Συνέλευση υιοθέτησε τη διακήρυξη στις 10 Δεκεμβρίου 1948 με 48 ψήφους. Τα πρακτικά έχουν 1.234.567 λέξεις.",
        "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι … τα δικαιώματα",
        "Η Συνέλευση υιοθετεί τη διακήρυξη",
        "Στις 10 Δεκεμβρίου 1948 με 48 ψήφους· 1.234.567 λέξεις.",
        "διακηρυξη",
        "κατοικια",
    ),
    "de": Specimen(
        "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.",
        "Niemand darf willkürlichen Eingriffen in sein Privatleben, seine Familie, seine Wohnung und seinen Schriftverkehr oder Beeinträchtigungen seiner Ehre und seines Rufes ausgesetzt werden.",
        "Die Generalversammlung nahm die Erklärung am 10.12.1948 mit achtundvierzig Stimmen an. Das Protokoll hat 1.234.567 Wörter.",
        "Alle Menschen sind frei … geboren",
        "Die Generalversammlung nimmt eine Erklärung an",
        "Am 10. Dezember 1948 mit 48 Stimmen; das Protokoll hat 1.234.567 Wörter.",
        "Erklärung",
        "Wohnung",
    ),
    "fr": Specimen(
        "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
        "Nul ne sera l’objet d’immixtions arbitraires dans sa vie privée, sa famille, son domicile ou sa correspondance, ni d’atteintes à son honneur et à sa réputation.",
        "L’Assemblée générale a adopté la déclaration le 10 déc. 1948 par quarante-huit voix. Le procès-verbal compte 1\u202f234\u202f567 mots.",
        "Tous les êtres humains naissent … en droits",
        "L’Assemblée adopte une déclaration",
        "Le 10 décembre 1948 par 48 voix ; le procès-verbal compte 1\u202f234\u202f567 mots.",
        "declaration",
        "domicile",
    ),
}  # fmt: skip
_UNSPACED = ("zh", "ja", "th")


def wrapped(text: str, language: str, width: int = 24) -> str:
    """Return a text broken into lines: in a script without spaces in the middle of anything, but not before a mark."""
    if language in _UNSPACED:
        return re.sub(rf"(.{{{width},}}?)(?=[^\W\d_])", r"\1\n", text)
    return "\n".join(" ".join(part) for part in _parts(text.split(" "), 6))


def _parts(words: list[str], size: int) -> list[list[str]]:
    return [words[i : i + size] for i in range(0, len(words), size)]


def text_of(language: str) -> str:
    """Return the document in a language, its lines broken."""
    specimen = SPECIMENS[language]
    paragraphs = (specimen.article_1, specimen.article_12, specimen.adoption)
    return "\n\n".join(wrapped(text, language) for text in paragraphs) + "\n"


def write_corpus(folder: Path, language: str = "en", summary: str = "", **changes: str) -> None:
    """Write a corpus with the documents of SPECIMENS and their copies: an event in each, which cites its adoption.

    The events are in the language of their documents if `language` is empty, which takes a corpus for each. `changes`
    are fields of the events that differ.
    """
    (folder / "corpus").mkdir(parents=True)
    (folder / "copies").mkdir()
    records: list[dict[str, object]] = [
        {
            "kind": "corpus", "slug": "adoption", "title": "The adoption", "summary": "An adoption in many languages.",
            "version": "1.0.0", "language": language, "lanes": [{"slug": "events", "title": "Events"}],
            "event_types": [{"slug": "act", "title": "Act"}],
        },
    ]  # fmt: skip
    paragraphs = []
    for tag, specimen in SPECIMENS.items():
        if language not in ("en", tag):
            continue
        copy = Copy(text_of(tag))
        (folder / "copies" / f"{tag}.txt").write_text(copy.text, encoding="utf-8")
        found = cut(f"text-{tag}", copy)
        assert (len(found.records), found.left_out) == (3, [])
        paragraphs += found.records
        anchors = re.findall(r"anchors: \[(.*?)\]", "\n".join(found.records))
        citations = [{"document": f"text-{tag}", "paragraph": 3, "anchors": [anchors[2]]}]
        records += [
            {
                "kind": "document", "slug": f"text-{tag}", "title": f"Text {tag}", "label": f"Text {tag}",
                "summary": "The declaration.", "csl": {"type": "document", "language": tag}, "extent": "extract",
                "citations": citations,
            },
            {
                "kind": "event", "slug": f"adopted-{tag}", "title": specimen.title,
                "summary": summary or specimen.summary, "date": "1948-12-10", "date_basis": "stated", "lane": "events",
                "type": "act", "citations": citations, **changes,
            },
        ]  # fmt: skip
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    (folder / "corpus" / "records.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "corpus" / "paragraphs.yaml").write_text("\n".join(paragraphs) + "\n", encoding="utf-8")
