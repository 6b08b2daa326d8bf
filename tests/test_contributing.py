"""What a contributor meets first is true: the parts of `.ci/run`, the page, the forms, the hooks and the workflow."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from portinaio.cli.command_table import COMMANDS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")
TYPED = re.findall(r"`(\.ci/run[^`]*)`", PAGE) + [
    line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
]
LINKS = re.findall(r"\]\(([^)]+)\)", PAGE)
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
INPUTS = {"markdown", "textarea", "input", "dropdown", "checkboxes"}
"""What GitHub knows."""


def loaded(path: str | Path) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def ci(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / ".ci/run", *arguments], capture_output=True, text=True, check=False
    )


def parts() -> list[str]:
    """As `.ci/run --help` names them."""
    return re.findall(r"^([a-z]+)  +\S", ci("--help").stdout, re.MULTILINE)


def runs(command: str) -> bool:
    """Whether what is typed there names something; nothing is done."""
    program, *words = shlex.split(command)
    if program == ".ci/run":
        return ci(*words[:1], "--help").returncode == 0
    return program == ".venv/bin/portinaio" and words[0] in COMMANDS


def test_each_part_says_what_it_does():
    assert {part: part in ci(part, "--help").stdout for part in parts()} == dict.fromkeys(
        ("lint", "test", "bench", "catalogues", "snapshots", "long"), True
    )


def test_a_part_that_does_not_exist_is_wrong_usage_and_names_those_that_do():
    answer = ci("lnit")

    assert (answer.returncode, "no part lnit" in answer.stderr, "lint" in answer.stderr) == (
        2,
        True,
        True,
    )


@pytest.mark.parametrize("command", TYPED)
def test_what_the_page_has_typed_exists(command):
    assert runs(command)


@pytest.mark.parametrize("link", LINKS)
def test_where_the_page_leads_there_is_something(link):
    file, _, heading = link.partition("#")
    target = ROOT / ".github" / file

    assert target.exists()
    if heading:
        headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert heading in {title.lower().replace(" ", "-") for title in headings}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_a_form_is_one_that_github_shows(form):
    read = loaded(form)
    fields = [one for one in read["body"] if one["type"] != "markdown"]
    named = [one["id"] for one in fields]

    assert read["name"]
    assert read["description"]
    assert {one["type"] for one in read["body"]} <= INPUTS
    assert len(named) == len(set(named))
    assert all(one["attributes"]["label"] for one in fields)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_a_form_asks_that_nothing_of_others_is_pasted(form):
    (promise,) = [one for one in loaded(form)["body"] if one["type"] == "checkboxes"]
    (option,) = promise["attributes"]["options"]

    assert option["required"]
    assert {"other people", "password", "token"} <= set(
        re.findall("other people|password|token", option["label"])
    )


@pytest.mark.parametrize("name", ["bug", "wrong-verdict", "line"])
def test_who_reports_what_runs_at_home_is_asked_for_doctor(name):
    fields = loaded(f".github/ISSUE_TEMPLATE/{name}.yml")["body"]

    assert "doctor" in [one.get("id") for one in fields]


def test_the_workflow_calls_ci_run_on_every_python_that_we_promise():
    workflow = loaded(".github/workflows/ci.yml")
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    promised = [
        said.rpartition(" ")[2]
        for said in project["classifiers"]
        if re.search(r"Python :: 3\.\d+$", said)
    ]

    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == promised
    assert all(runs(step["run"]) for step in steps if "run" in step and step["run"] != ".ci/run")
    assert [step["run"] for step in workflow["jobs"]["everything"]["steps"][1:]] == [".ci/run"]


def test_the_workflow_may_only_read_and_knows_no_secret():
    text = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")

    assert loaded(".github/workflows/ci.yml")["permissions"] == {"contents": "read"}
    assert "secrets" not in text
    assert re.findall(r"uses: (\S+)@(\S+)", text) == [
        (action, version)
        for action, version in re.findall(r"uses: (\S+)@(\S+)", text)
        if re.fullmatch(r"v\d+", version)
    ]


def test_hooks_are_parts_of_ci_run_and_fetch_nothing():
    repos = loaded(".ci/pre-commit.yaml")["repos"]

    assert [repo["repo"] for repo in repos] == ["local"]
    for hook in repos[0]["hooks"]:
        assert hook["language"] == "system"
        assert runs(hook["entry"])
