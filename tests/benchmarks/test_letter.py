"""How long a letter with 20 calls takes: to its first draft, to text, and to PDF, cold and warm."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from letters import MARIA, a_draft, a_sales_call
from portinaio.complaints.pdf import as_pdf
from portinaio.complaints.text import as_text

TWENTY = tuple(a_sales_call(1 + n, n + 1, talked_s=12.0) for n in range(20))
TESTS = Path(__file__).parents[1]
COLD = """
import sys, time
sys.path.insert(0, {tests!r})
from letters import a_draft, a_sales_call
calls = [a_sales_call(1 + n, n + 1) for n in range(20)]
began = time.perf_counter()
from portinaio.complaints.pdf import as_pdf
as_pdf(a_draft(*calls))
print(time.perf_counter() - began)
"""


@pytest.mark.parametrize("recipient", ["controller", "garante", "reclamo"])
def test_a_draft_as_text(benchmark, recipient):
    benchmark(lambda: as_text(a_draft(*TWENTY, recipient=recipient, profile=MARIA)))


@pytest.mark.parametrize("recipient", ["controller", "garante", "reclamo"])
def test_a_letter_as_pdf(benchmark, recipient):
    draft = a_draft(*TWENTY, recipient=recipient, profile=MARIA)

    benchmark(lambda: as_pdf(draft))


def test_the_first_letter_of_a_process(capsys):
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    bare = time.perf_counter() - began
    run = subprocess.run(
        [sys.executable, "-c", COLD.format(tests=str(TESTS))],
        capture_output=True,
        check=True,
        text=True,
    )
    with capsys.disabled():
        print(  # the figure is what this is for
            f"\nfirst letter with 20 calls to PDF: {float(run.stdout) * 1000:.0f} ms"
            f" (target 300); bare Python {bare * 1000:.0f} ms"
        )
