"""Units, compose file and image name commands, options, settings and files that exist."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from dateline.cli import cli
from tests.support import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE: dict[str, Any] = YAML(typ="safe").load(DEPLOY / "compose.yaml")
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "dateline"}
NOT_OURS = {"PGPASSWORD", "POSTGRES_PASSWORD"}  # read by libpq and by PostgreSQL's image


def understood(words: list[str]) -> tuple[click.Command, click.Context]:
    """The command that a line of words after `dateline` calls. Raises click.UsageError for what it does not know."""
    command: click.Command = cli
    context = click.Context(cli, info_name="dateline")
    while isinstance(command, click.Group):
        name, found, words = command.resolve_command(context, words)
        assert found is not None
        command, context = found, click.Context(found, info_name=name, parent=context)
    command.make_parser(context).parse_args(list(words))
    return command, context


def settings(text: str) -> dict[str, str]:
    """The lines of an environment file."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def known_settings(command: click.Command | None) -> set[str]:
    assert command is not None
    return {str(one.envvar) for one in command.params if one.envvar}


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_that_there_is(unit: Path) -> None:
    started = re.findall(r"^ExecStart=(.*)", unit.read_text(), re.MULTILINE)
    assert len(started) == 1
    program, *words = shlex.split(started[0])
    assert Path(program).name == "dateline"
    command, _ = understood(words)
    environment = settings((DEPLOY / "systemd" / "dateline.env.example").read_text())
    assert {"DATELINE_STORE", "DATELINE_ARCHIVE"} <= environment.keys() & known_settings(command)
    assert environment.keys() <= known_settings(cli.get_command(click.Context(cli), "scheduler"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_finds_nothing_wrong_with_a_unit(unit: Path, tmp_path: Path) -> None:
    copy = tmp_path / unit.name.replace("@", "@1")
    program = Path(sys.executable).with_name("dateline")
    copy.write_text(unit.read_text().replace("/opt/dateline/bin/dateline", str(program)))
    told = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False, timeout=60)
    assert [line for line in told.stderr.splitlines() if unit.stem.rstrip("@") in line] == []


def test_the_compose_file_runs_one_scheduler_and_several_workers_on_one_database() -> None:
    assert {name: service["command"][0] for name, service in OURS.items()} == {
        "scheduler": "scheduler",
        "worker": "worker",
    }
    assert OURS["worker"]["scale"] > 1
    assert "scale" not in OURS["scheduler"]
    database = COMPOSE["services"]["postgres"]["environment"]
    assert OURS["worker"]["environment"]["DATELINE_STORE"] == (
        f"postgresql://{database['POSTGRES_USER']}@postgres/{database['POSTGRES_DB']}"
    )


@pytest.mark.parametrize("service", OURS)
def test_a_service_calls_a_command_with_options_and_settings_that_there_are(service: str) -> None:
    command, _ = understood(OURS[service]["command"])
    example = settings((DEPLOY / "dateline.env.example").read_text())
    assert {*OURS[service]["environment"], *example} <= known_settings(command) | NOT_OURS
    named = [volume.split(":")[0] for volume in OURS[service]["volumes"]]
    assert all(name in COMPOSE["volumes"] or (DEPLOY / name).resolve().is_file() for name in named)


def test_nothing_of_the_compose_file_listens_outside_of_it() -> None:
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == []


def test_the_image_is_made_of_what_is_there() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    taken = [line.removeprefix("!") for line in lines if line.startswith("!")]
    assert [name for name in taken if not (ROOT / name).exists()] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = {name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    assert packages <= set(taken)
    image = (DEPLOY / "Dockerfile").read_text()
    assert re.findall(r"\[(\w+)\]\"", image) == ["postgres"]
    assert "postgres" in project["project"]["optional-dependencies"]
    python = re.search(r"FROM python:(\d+\.\d+)", image)
    assert python is not None
    assert project["project"]["requires-python"] == f">={python[1]}"


def test_the_page_about_scaling_names_commands_and_options_that_there_are() -> None:
    text = (ROOT / "docs" / "scaling.md").read_text()
    named = re.findall(r"^(?:DATELINE_\w+=\S+ )*dateline ([^#\n]*)", text, re.MULTILINE)
    assert len(named) > 5
    for line in named:
        understood(shlex.split(line.strip().removesuffix("&")))
