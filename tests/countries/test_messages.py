"""Sentences that stand in data files and are translated like those in the code."""

import subprocess
import sys

from portinaio.countries.messages import messages


def test_meanings_and_cautions_are_among_the_messages():
    assert "sales and advertising calls" in messages()
    assert any(message.startswith("The number displayed may be forged") for message in messages())


def test_each_message_stands_there_once():
    assert len(messages()) == len(set(messages()))


def test_a_cold_check_loads_nothing_heavy_for_plans_and_ranges():
    heavy = "{'msgspec', 'tomllib', 'babel', 'pathlib', 'logging', 'importlib.metadata', 'asyncio'}"
    code = (
        "import sys; import portinaio.core.numbers.number; before = set(sys.modules); "
        "import portinaio.countries.plans, portinaio.countries.reserved_ranges; "
        f"print(sorted((set(sys.modules) - before) & {heavy}))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
