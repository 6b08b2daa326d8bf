"""Other programs find nothing wrong with our PDFs. That they are PDF/A is checked by their compiler alone."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from letters import a_draft, a_sales_call
from portinaio.complaints.pdf import as_pdf
from portinaio.countries.pack import read_pack

TWENTY = [a_sales_call(1 + n, n + 1, talked_s=12.0) for n in range(20)]


@pytest.mark.parametrize("recipient", sorted(read_pack("IT").recipient))
def test_qpdf_and_pdfinfo_agree_on_every_letter(tmp_path, recipient):
    for program in ("qpdf", "pdfinfo"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    file = tmp_path / "letter.pdf"
    file.write_bytes(as_pdf(a_draft(*TWENTY, recipient=recipient)).data)

    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    counted = subprocess.run(
        ["qpdf", "--show-npages", file], capture_output=True, text=True, check=True
    )
    info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True)

    pages = re.search(r"Pages: +(\d+)", info.stdout)
    # Poppler takes an entry that may be left out (ISO 32000-1, table 321) for one of the wrong type.
    complaints = info.stderr.replace("Syntax Error: Suspects object is wrong type (boolean)\n", "")
    assert (checked.returncode, checked.stderr, complaints) == (0, "", "")
    assert pages
    assert pages.group(1) == counted.stdout.strip()


def bold_lines(tmp_path, pdf: bytes) -> list[str]:
    if shutil.which("pdftohtml") is None:
        pytest.skip("pdftohtml is not installed")
    (tmp_path / "letter.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdftohtml", "-xml", "-stdout", "-i", tmp_path / "letter.pdf"],
        capture_output=True,
        text=True,
        check=True,
    )
    return re.findall(r"<b>([^<]*)</b>", told.stdout)


@pytest.mark.parametrize("country", ["DE", "AT", "IT"])
def test_titles_of_points_stand_out_and_the_day_of_the_signature_does_not(tmp_path, country):
    bold = bold_lines(tmp_path, as_pdf(a_draft(*TWENTY[:2], country=country)).data)

    assert [line for line in bold if re.match(r"1\. ", line)]
    assert [line for line in bold if re.match(r"\d+\.? (November|novembre)", line)] == []


def test_a_heading_and_a_farewell_stay_with_what_follows(tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    for calls in range(1, 21):
        file = tmp_path / f"{calls}.pdf"
        file.write_bytes(as_pdf(a_draft(*TWENTY[:calls], country="DE")).data)
        text = subprocess.run(
            ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
        ).stdout
        page = next(page for page in text.split("\f") if "Grüßen" in page)

        assert "Maria Rossi" in page.partition("Grüßen")[2]
