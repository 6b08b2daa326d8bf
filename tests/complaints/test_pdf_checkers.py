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
