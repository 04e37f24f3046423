"""Bytes to characters: who is believed, and what happens when he lied."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaners import clean
from cleaners.encoding import codec_name, decode, endianness

GERMAN = "Stammzellen wachsen in Gefäßen, sagt Frau Müller – „langsam“."
JAPANESE = "造血幹細胞は骨髄の中で血液をつくり続けます。"
CHINESE = "干细胞治疗仍处于研究阶段，请先咨询医生。"
TAIWANESE = "幹細胞治療仍在研究階段，請先諮詢醫師。"
KOREAN = "줄기세포 치료는 아직 연구 단계에 있습니다."
RUSSIAN = "Стволовые клетки обновляют кровь каждый день."


def page(text, meta=""):
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


def charset(name):
    return f"text/html; charset={name}"


@pytest.mark.parametrize(
    ("text", "codec", "content_type", "name"),
    [
        pytest.param("Cells divide.", "ascii", None, "utf-8", id="ascii undeclared is utf-8"),
        pytest.param(GERMAN, "utf-8", None, "utf-8", id="utf-8 undeclared"),
        pytest.param(GERMAN, "utf-8", charset("utf-8"), "utf-8", id="utf-8 declared"),
        pytest.param(GERMAN, "utf-8-sig", None, "utf-8", id="utf-8 byte order mark"),
        pytest.param(GERMAN, "utf-8-sig", charset("koi8-r"), "utf-8", id="a byte order mark beats the header"),
        pytest.param(GERMAN, "cp1252", charset("windows-1252"), "cp1252", id="windows-1252"),
        pytest.param(GERMAN, "cp1252", charset("iso-8859-1"), "cp1252", id="latin-1 is read as windows-1252"),
        pytest.param(GERMAN, "utf-8", charset("iso-8859-1"), "utf-8", id="latin-1 declared, utf-8 sent"),
        pytest.param(GERMAN, "utf-8", charset("windows-1252"), "utf-8", id="windows-1252 declared, utf-8 sent"),
        pytest.param(GERMAN, "utf-16", None, "utf-16-le", id="utf-16 byte order mark"),
        pytest.param(GERMAN, "utf-16-le", charset("utf-16"), "utf-16-le", id="utf-16 header, no mark"),
        pytest.param(GERMAN, "utf-16-be", charset("utf-16"), "utf-16-be", id="utf-16 header, no mark, big end first"),
        pytest.param(GERMAN, "utf-16-le", charset("utf-16le"), "utf-16-le", id="utf-16le header"),
        pytest.param(GERMAN, "utf-16-le", None, "utf-16-le", id="utf-16 that nobody announces"),
        pytest.param(GERMAN, "utf-16-be", None, "utf-16-be", id="utf-16be that nobody announces"),
        pytest.param(JAPANESE * 20, "utf-16-be", charset("utf-16be"), "utf-16-be", id="utf-16be with few null bytes"),
        pytest.param(JAPANESE * 20, "utf-16-le", charset("utf-16"), "utf-16-le", id="utf-16 with few null bytes"),
        pytest.param(JAPANESE, "shift_jis", charset("Shift_JIS"), "cp932", id="shift_jis"),
        pytest.param(JAPANESE, "euc-jp", charset("EUC-JP"), "euc_jp", id="euc-jp"),
        pytest.param(CHINESE, "gb2312", charset("gb2312"), "gb18030", id="gb2312"),
        pytest.param(CHINESE, "gb18030", charset("gb18030"), "gb18030", id="gb18030"),
        pytest.param(CHINESE + "㐀", "gb18030", charset("gb2312"), "gb18030", id="gb2312 declared, gb18030 sent"),
        pytest.param(TAIWANESE, "big5", charset("Big5"), "big5hkscs", id="big5"),
        pytest.param(KOREAN, "euc-kr", charset("EUC-KR"), "cp949", id="euc-kr"),
        pytest.param(RUSSIAN, "koi8-r", charset("KOI8-R"), "koi8-r", id="koi8-r"),
        pytest.param(RUSSIAN, "cp1251", charset("windows-1251"), "cp1251", id="windows-1251"),
    ],
)
def test_reads_what_was_declared(text, codec, content_type, name):
    assert decode(page(text).encode(codec), content_type) == (page(text), name)


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (GERMAN, "cp1252", "windows-1252"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (CHINESE, "gb2312", "gb2312"),
        (KOREAN, "euc-kr", "euc-kr"),
        (RUSSIAN, "koi8-r", "koi8-r"),
    ],
)
@pytest.mark.parametrize(
    "meta", ["<meta charset={}>", '<meta charset="{}"/>', "<meta http-equiv='Content-Type' content='text/html; charset={}'>"]
)
@pytest.mark.parametrize("header", [None, "text/html"])
def test_reads_what_the_markup_declares(text, codec, label, meta, header):
    markup = page(text, meta.format(label))
    assert decode(markup.encode(codec), header)[0] == markup


def test_the_header_beats_the_markup():
    markup = page(RUSSIAN, "<meta charset=windows-1251>")
    assert decode(markup.encode("koi8-r"), charset("koi8-r"))[0] == markup


def test_the_markup_has_its_turn_when_the_header_cannot_read_the_bytes():
    markup = page(GERMAN, "<meta charset=windows-1252>")
    assert decode(markup.encode("cp1252"), charset("utf-8"))[0] == markup


def test_utf_16_in_a_meta_tag_that_is_ascii_cannot_be_true():
    markup = page(GERMAN, "<meta charset=utf-16>")
    assert decode(markup.encode("utf-8")) == (markup, "utf-8")


@pytest.mark.parametrize("text", [KOREAN, JAPANESE, CHINESE, GERMAN])
@pytest.mark.parametrize("label", ["shift_jis", "euc-kr", "utf-16", "utf-16be", "us-ascii", "no-such-encoding"])
def test_utf_8_is_read_in_spite_of_a_false_declaration(text, label):
    markup = page(text + " Cells.")
    assert decode(markup.encode("utf-8"), charset(label)) == (markup, "utf-8")


@pytest.mark.parametrize(
    "label",
    ["hex", "rot13", "base64", "zlib", "bz2", "uu", "quopri", "undefined", "idna", "punycode", "unicode_escape", "utf-7", "utf-32"],
)
@pytest.mark.parametrize("tail", [b"", b" \\d \xe9"])
def test_pythons_own_codecs_are_no_encodings_of_the_web(label, tail):
    body = b"<p>Cells +ADw- divide" + tail
    plain = decode(body)
    assert "Cells +ADw- divide" in plain[0]
    assert decode(body, charset(label)) == plain
    assert decode(b"<meta charset=" + label.encode() + b">" + body)[0].endswith(plain[0])


@pytest.mark.parametrize(
    ("body", "content_type", "kept"),
    [
        (b"<p>before \xff\xfe\xfa after</p>", charset("utf-8"), ["before", "after"]),
        (b"<p>before \x81\x8d after</p>", charset("windows-1252"), ["before", "after"]),
        (b"\xef\xbb\xbf<p>before \xff after</p>", None, ["before", "after"]),
        ("<p>幹細胞 before ".encode("shift_jis") + b"\x85\xff after</p>", charset("shift_jis"), ["幹細胞", "before", "after"]),
        (page("before after").encode("utf-16-le") + b"\x00", charset("utf-16le"), ["before", "after"]),
    ],
)
def test_broken_bytes_cost_only_themselves(body, content_type, kept):
    text, _ = decode(body, content_type)
    assert "\ufffd" in text
    assert [word for word in kept if word not in text] == []


def test_an_undeclared_single_byte_page_keeps_its_words():
    text, _ = decode(page((GERMAN + " ") * 10).encode("cp1252"))
    assert "Stammzellen wachsen in" in text
    assert "\ufffd" not in text


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", None),
        (b"<p>plain</p>", None),
        ("<p>plain</p>".encode("utf-16-le"), "utf-16-le"),
        ("<p>plain</p>".encode("utf-16-be"), "utf-16-be"),
        (b"\x00" * 40, None),
    ],
)
def test_endianness(body, found):
    assert endianness(body) == found


@pytest.mark.parametrize(
    ("label", "name"), [("latin1", "cp1252"), ("SHIFT_JIS", "cp932"), ("gbk", "gb18030"), ("utf8", "utf-8"), ("no-such", "utf-8")]
)
def test_codec_name(label, name):
    assert codec_name(label) == name


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
@example("\ufeff")
def test_utf_8_comes_back_as_it_was(text):
    markup = page(text)
    assert decode(markup.encode("utf-8"), charset("utf-8"))[0] == markup


@given(st.binary(max_size=80), st.sampled_from([None, *map(charset, ["utf-8", "shift_jis", "utf-16", "big5", "x", "idna", "koi8-r"])]))
def test_any_bytes_give_text(body, content_type):
    text, name = decode(body, content_type)
    assert isinstance(text, str)
    assert codec_name(name) == name


def test_the_document_names_its_encoding():
    document = clean(page(JAPANESE).encode("shift_jis"), headers={"CONTENT-TYPE": charset("shift_jis")})
    assert document.encoding == "cp932"
    assert document.blocks[0].text == JAPANESE


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_of_a_script_without_null_bytes(codec):
    text = "<html><body><p>" + "幹細胞の治療について説明します。" * 60
    assert decode(text.encode(codec)) == (text, codec)
    assert decode(text.encode(codec), "text/html; charset=utf-16") == (text, codec)
