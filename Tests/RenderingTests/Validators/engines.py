#!/usr/bin/env python3
"""engines.py FOLDER: checks files of `pare plan` by the schemas of their engines, and prints one line for each problem.

Files are NAME.EXTENSION for each engine's extension; NAME.words has the words of `pare build` up to `--shard` as JSON, which every
file has to pass on as they are. Workflows (NAME.workflow.yml) are checked, too. Exit code 1 with problems, or if nothing was
checked. Python packages: Scripts/validators."""
import json
import pathlib
import re
import shlex
import subprocess
import sys

import check_jsonschema.cli.main_command
import click.testing
import kubernetes_validate
import yaml

folder = pathlib.Path(sys.argv[1])
tools = pathlib.Path(sys.executable).parent


def schema(path, name):
    run = click.testing.CliRunner().invoke(
        check_jsonschema.cli.main_command.main, ["--builtin-schema", f"vendor.{name}", "--default-filetype", "yaml", str(path)])
    if run.exit_code:
        yield run.output


def shell(text):
    run = subprocess.run(
        [tools / "shellcheck", "--shell=sh", "--format=gcc", "-"], input=text, capture_output=True, text=True)
    yield from (f"{line}: {text!r}" for line in (run.stdout + run.stderr).splitlines() if not re.search("SC(1003|2016)", line))


def same(words, found):
    if found[:len(words)] != words:
        yield f"{words} became {found}"


def gitlab(path, words):
    yield from schema(path, "gitlab-ci")
    jobs = {name: job for name, job in yaml.safe_load(path.read_text()).items() if isinstance(job, dict) and "script" in job}
    if len(jobs) > 200:
        yield f"{len(jobs)} jobs"
    for name, job in jobs.items():
        lines = job["script"]
        yield from shell("#!/bin/sh\n" + "\n".join(lines))
        if name != "merge":
            yield from same([*words, name.removeprefix("shard ")], shlex.split(lines[-1]))


def interpolated(text):
    """As buildkite-agent replaces variables, of which none is set."""
    return re.sub(r"\\\\|\\\$|\$\$|\$\(|\$\{\w+\}|\$\w+", lambda match: {
        "\\\\": "\\\\", "\\$": "$", "$$": "$", "$(": "$("}.get(match.group(), ""), text)


def buildkite(path, words):
    yield from schema(path, "buildkite")
    steps = [step for step in yaml.safe_load(path.read_text())["steps"] if "commands" in step]
    if sum(step.get("parallelism", 1) for step in steps) > 500:
        yield "more than 500 jobs"
    for step in steps:
        lines = [interpolated(line) for line in step["commands"]]
        yield from shell("#!/bin/sh\n" + "\n".join(lines))
        if "parallelism" in step:
            yield from same([*words, f"auto/{step['parallelism']}"], shlex.split(lines[-1]))


def kubernetes(path, words):
    job = yaml.safe_load(path.read_text())
    kubernetes_validate.validate(job, "1.37", strict=True)
    command = job["spec"]["template"]["spec"]["containers"][0]["command"]
    yield from same([*words, f"auto/{job['spec']['completions']}"], [word.replace("$$", "$") for word in command])
    if not re.fullmatch(r"[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?", job["metadata"]["name"]):
        yield f"no name of a Job whose pods have an index: {job['metadata']['name']}"


def slurm(path, words):
    yield from shell(path.read_text())


def github(path, words):
    entries = json.loads(path.read_text())["include"]
    if len(entries) > 256:
        yield f"{len(entries)} entries"
    for entry in entries:
        if not re.fullmatch(r"[\w-]+", entry["name"]):
            yield f"no name of an artifact: {entry['name']}"
        yield from shell("#!/bin/sh\n" + entry["command"])
        yield from same([*words, entry["shard"]], shlex.split(entry["command"]))


def workflow(path, words):
    yield from schema(path, "github-workflows")
    for name, job in yaml.safe_load(path.read_text())["jobs"].items():
        for step in job["steps"]:
            if "${{" in step.get("run", ""):
                yield f"{name}: an expression in a script"
            yield from shell("#!/bin/sh\n" + step.get("run", ""))


checks = {
    ".workflow.yml": workflow, ".gitlab-ci.yml": gitlab, ".buildkite.md": buildkite, ".kubernetes.yml": kubernetes,
    ".slurm.sh": slurm, ".github.txt": github,
}
problems = checked = 0
for path in sorted(folder.iterdir()):
    end = next((end for end in checks if path.name.endswith(end)), None)
    if end is None:
        continue
    checked += 1
    words = folder / (path.name.removesuffix(end) + ".words")
    try:
        found = list(checks[end](path, json.loads(words.read_text()) if words.exists() else []))
    except Exception as error:
        found = [f"{type(error).__name__}: {error}"]
    for problem in found:
        problems += 1
        print(f"{path.name}: {problem}"[:800])
print(f"{checked} files, {problems} problems")
sys.exit(1 if problems or not checked else 0)
