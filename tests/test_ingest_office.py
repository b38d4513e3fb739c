"""Files of word processors: paragraphs in order, changes accepted, damage told in a line; none an exception."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest import gather, office
from onrecord.record import Failure, Source

WORD = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:r><w:t>Statement of witness 7</w:t></w:r></w:p>
<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">Soldiers </w:t></w:r><w:del><w:r><w:delText>shot</w:delText></w:r></w:del>
<w:ins><w:r><w:t>beat</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> two</w:t><w:tab/><w:t>men.</w:t><w:footnoteReference/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Gao</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>3 March</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
</w:body></w:document>"""
WRITER = """<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<o:body><o:text><t:tracked-changes><t:changed-region><t:deletion><t:p>gone</t:p></t:deletion></t:changed-region></t:tracked-changes>
<t:h>Statement of witness 7</t:h><t:p>Soldiers<t:s/>beat<o:annotation><t:p>sure?</t:p></o:annotation> two men.</t:p></o:text></o:body>
</o:document-content>"""


def packed(**members: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return held.getvalue()


def test_word(tmp_path: Path) -> None:
    core = (
        "<c xmlns:d='urn:d'><d:title>Statement of witness 7</d:title><d:modified>2026-03-05T09:30:00Z</d:modified></c>"
    )
    (tmp_path / "a.docx").write_bytes(packed(word__document_xml=WORD, docProps__core_xml=core))
    (source,) = gather([str(tmp_path)])
    assert isinstance(source, Source)
    assert source.text == "Statement of witness 7\nSoldiers beat two men.\nGao\n3 March"
    assert source.title == "Statement of witness 7"
    assert source.published is None
    assert source.provenance.modified == "2026-03-05T09:30:00Z"
    assert source.notes == ("notes at the foot or end of the file were left out: 1",)


def test_writer() -> None:
    source = office.read("a.odt", packed(content_xml=WRITER), ".odt")
    assert isinstance(source, Source)
    assert source.text == "Statement of witness 7\nSoldiers beat two men."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04junk", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1", "password"),
        (packed(other_xml="<a/>"), "damaged"),
        (packed(word__document_xml="<a/>"), "no text"),
        (packed(word__document_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "not safe"),
        (packed(word__document_xml="<a>"), ""),
        (packed(word__document_xml="<a>" + " " * 60_000_000 + "</a>"), "times its size"),
    ],
)
def test_bad_files_are_told_in_a_line(data: bytes, said: str) -> None:
    found = office.read("a.docx", data, ".docx")
    assert isinstance(found, Failure)
    assert said in found.reason and "\n" not in found.reason


@given(st.binary(max_size=300), st.sampled_from([".docx", ".odt"]))
def test_never_an_exception(data: bytes, suffix: str) -> None:
    inside = packed(word__document_xml=data.decode("latin-1"), content_xml=data.decode("latin-1"))
    for given_data in (data, b"PK\x03\x04" + data, inside):
        assert isinstance(office.read("a", given_data, suffix), Source | Failure)
