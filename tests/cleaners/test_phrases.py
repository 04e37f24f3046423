"""Which known phrases a block says: as a whole, at its beginning, anywhere."""

from __future__ import annotations

import pytest

from cleaners.folding import page_words
from cleaners.phrases import ANYWHERE, LATER_ANYWHERE, LATER_PREFIX, LEARNT, PREFIX, SAYS, WHOLE, WHOLE_WORDS, spotter
from cleaners.words import languages, lexicon


def said(language, text):
    (bits,) = spotter(lexicon(language))(page_words([text]))
    return {name for name, bit in SAYS.items() if bits & bit}


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "References", "references_heading"),
        ("en", "NOTES AND REFERENCES:", "references_heading"),
        ("de", "Literaturverzeichnis", "references_heading"),
        ("ru", "Список литературы", "references_heading"),
        ("ja", "主な参考文献", "references_heading"),
        ("ar", "المراجع", "references_heading"),
        ("fr", "Articles connexes", "related_heading"),
        ("en", "Leave a reply", "comments_heading"),
        ("de", "Antworten anzeigen", "comment_furniture"),
        ("zh", "分享", "share"),
        ("ru", "Поделиться с друзьями", "share"),
        ("ja", "お問い合わせ", "navigation"),
        ("fr", "Fil d'Ariane", "navigation"),
        ("de", "Alle Cookies akzeptieren", "cookie_button"),
        ("fr", "Ajouter au panier", "call_to_action"),
        ("en", "Advertisement", "sponsored"),
    ],
)
def test_whole_texts(language, text, kind):
    assert kind in WHOLE
    assert kind in said(language, text)
    assert kind not in said(language, f"{text} marrow")
    assert kind not in said(language, f"marrow {text}")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("12 comments", "comments_heading", id="before"),
        pytest.param("Comments (12)", "comments_heading", id="behind"),
        pytest.param("3 of 12 comments", None, id="noop: other words stay"),
        pytest.param("12", None, id="noop: nothing but a number"),
        pytest.param("CD34 comments", None, id="noop: a word with digits"),
        pytest.param("1 reply 2", "comment_furniture", id="on both sides"),
    ],
)
def test_numbers_are_left_out_of_whole_texts(text, kind):
    assert said("en", text) & set(WHOLE) == ({kind} if kind else set())


def test_whole_texts_have_few_words():
    fits, too_long = " 7" * (WHOLE_WORDS - 1), " 7" * WHOLE_WORDS
    assert "comments_heading" in said("en", "comments" + fits)
    assert "comments_heading" not in said("en", "comments" + too_long)


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "By Ada Byrne, who grows stem cells", "byline"),
        ("de", "Geschrieben von Ada Byrne", "byline"),
        ("en", "Last updated in spring", "date_prefix"),
        ("fr", "Publié le 4 mai, dans la revue des greffes", "date_prefix"),
        ("en", "Medically reviewed by a haematologist", "review_notice"),
        ("ru", "Рис. 2. Клетки костного мозга", "caption_prefix"),
        ("de", "Gesponsert von einer Klinik für Stammzellen", "sponsored_prefix"),
        ("en", "Not now, thank you", "close_line"),
        ("en", "Your email address stays with the transplant team", "newsletter"),
        ("fr", "Lire aussi : les greffes de moelle", "related_prefix"),
    ],
)
def test_beginnings(language, text, kind):
    assert kind in PREFIX + LATER_PREFIX
    assert kind in said(language, text)
    assert kind not in said(language, f"marrow {text}")


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "About the author", "byline_phrase"),
        ("de", "Stammzellen: Lesezeit vier Stunden", "byline_phrase"),
        ("en", "On this site we use cookies to count our readers.", "cookie_notice"),
        ("ru", "Сайт о клетках использует файлы cookies и хранит их", "cookie_notice"),
        ("de", "Der Text über Transplantate kann eine ärztliche Beratung nicht ersetzen.", "legal_notice"),
        ("en", "Grafts are free while supplies last, they said", "offer"),
        ("fr", "Pour la recherche, votre don compte", "donation"),
        ("de", "Die gesuchte Seite über Knochenmark fehlt", "not_found"),
        ("en", "Ada Byrne is a surgeon in a transplant unit", "author_bio"),
        ("fr", "La greffe eut lieu en décembre dernier", "months"),
        ("en", "Cells counted twice; reporting by Ada Byrne", "report_credit"),
    ],
)
def test_phrases_anywhere(language, text, kind):
    assert kind in ANYWHERE + LATER_ANYWHERE
    assert kind in said(language, text)
    assert kind in said(language, f"Marrow. {text}. Marrow.")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "", id="no words"),
        pytest.param("en", "—  …", id="signs alone"),
        pytest.param("en", "Grafted cells reached the marrow within days.", id="English"),
        pytest.param("de", "Die Zellen erreichten das Knochenmark nach wenigen Tagen.", id="German"),
        pytest.param("fr", "Les cellules greffées ont gagné la moelle en quelques jours.", id="French"),
        pytest.param("ru", "Клетки достигли костного мозга за несколько дней.", id="Russian"),
        pytest.param("ja", "移植した細胞は骨髄に届いた。", id="Japanese"),
        pytest.param("en", "The cells use cooky cutters", id="half of a phrase"),
        pytest.param("en", "cookies use", id="the words in another order"),
        pytest.param("en", "is a", id="a phrase cut short"),
        pytest.param("en", "surgeon", id="the longest word of a phrase at the start, the others missing"),
    ],
)
def test_noop(language, text):
    assert said(language, text) == set()


def test_one_text_can_say_several_things():
    assert {"byline", "months"} <= said("en", "By Ada Byrne, 4 December")


def test_english_is_known_in_every_language():
    assert all("references_heading" in said(language, "References") for language in languages())


def test_other_languages_are_not_known_where_the_language_is():
    assert "references_heading" not in said("en", "Literaturverzeichnis")
    assert "references_heading" in said(None, "Literaturverzeichnis")


def test_every_kind_has_english_words():
    english = lexicon("en")
    assert {name for name in SAYS if not english.phrases[name].by_first} == set()


def test_every_kind_has_one_bit_of_its_own():
    assert sorted(SAYS.values()) == [1 << bit for bit in range(len(SAYS))]
    assert list(SAYS) == [*WHOLE, *PREFIX, *ANYWHERE, *LATER_PREFIX, *LATER_ANYWHERE]
    assert list(SAYS)[:LEARNT] == [*WHOLE, *PREFIX, *ANYWHERE]


@pytest.mark.parametrize("language", languages())
def test_every_phrase_of_a_language_is_found_where_it_stands(language):
    words = lexicon(language)
    spot = spotter(words)
    for name, bit in SAYS.items():
        padding = ("骨髄骨髄",) if name in ANYWHERE + LATER_ANYWHERE else ()
        for phrases in words.phrases[name].by_first.values():
            for phrase in phrases:
                if name not in WHOLE or len(phrase) <= WHOLE_WORDS:
                    assert spot(page_words([" ".join((*padding, *phrase, *padding))]))[0] & bit, (name, phrase)


def test_a_spotter_is_made_once():
    assert spotter(lexicon("de")) is spotter(lexicon("de"))
    assert spotter(lexicon("de")) is not spotter(lexicon("fr"))
