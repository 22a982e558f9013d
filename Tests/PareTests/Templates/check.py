#!/usr/bin/env python3
"""check.py FOLDER: checks the files that `pare init --ci` wrote into FOLDER, and prints one line for each problem.

Schemas are those that check-jsonschema comes with; scripts are read by shellcheck. Exit code 1 with problems, or if there was no
script. Python packages: Scripts/validators."""
import pathlib
import re
import subprocess
import sys

import check_jsonschema.cli.main_command
import click.testing
import yaml

folder = pathlib.Path(sys.argv[1])
tools = pathlib.Path(sys.executable).parent
schemas = {
    ".github/workflows/*.yml": "github-workflows", ".github/actions/*/action.yml": "github-actions",
    ".gitlab/*.yml": "gitlab-ci", ".buildkite/*.yml": "buildkite",
}
problems = scripts = files = 0


def problem(path, text):
    global problems
    problems += 1
    print(f"{path.relative_to(folder)}: {text}")


def schema(path, name):
    run = click.testing.CliRunner().invoke(
        check_jsonschema.cli.main_command.main, ["--builtin-schema", f"vendor.{name}", str(path)])
    if run.exit_code:
        problem(path, run.output)


def shell(path, text, dialect, variables):
    """Variables that the system does not set and `variables` does not have are problems, too."""
    global scripts
    scripts += 1
    given = "; ".join(f': "${{{name}:=}}"' for name in variables)
    run = subprocess.run(
        [tools / "shellcheck", f"--shell={dialect}", "--enable=all", "--format=gcc", "--exclude=SC2250,SC2310,SC2312", "-"],
        input=f"{given}\n{text}", capture_output=True, text=True)
    for line in (run.stdout + run.stderr).splitlines():
        number = int(line.split(":")[1]) - 2
        problem(path, f"{line.split(':', 3)[3].strip()}: {text.splitlines()[number].strip()}")


def steps(value):
    """Steps of jobs, and of a composite action."""
    for job in value.get("jobs", {"": value.get("runs")}).values():
        yield from job["steps"]


def github(path, value):
    for step in steps(value):
        if "run" in step:
            if "${{" in step["run"]:
                problem(path, f"an expression in a script, which whoever names a branch can write: {step['run']}")
            runner = ["GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_ACTION_PATH", "RUNNER_TEMP"]
            shell(path, step["run"], "bash", [*runner, *step.get("env", {})])
        uses = step.get("uses", "")
        if uses and not re.fullmatch(r"\./\S+|[\w./-]+@v\d+", uses):
            problem(path, f"{uses} is not pinned to a major version")
        if uses.startswith("actions/checkout@") and step["with"].get("persist-credentials") is not False:
            problem(path, "the checkout keeps the token in its folder")
    if "jobs" not in value:
        return
    events = value[True]  # YAML 1.1 takes `on` as a truth value
    if "pull_request_target" in events:
        problem(path, "pull_request_target runs the code of a fork with the rights of the repository")
    if any(level != "read" for level in value.get("permissions", {"all": "write"}).values()):
        problem(path, "permissions for all jobs")
    if "workflow_run" in events:
        for step in steps(value):
            reference = step.get("with", {}).get("ref")
            if step.get("uses", "").startswith("actions/checkout@") and reference != "${{ github.event.repository.default_branch }}":
                problem(path, f"the trusted job checks out {reference}")
            if step.get("uses", "").startswith("./"):
                problem(path, "the trusted job runs an action of the folder")


def gitlab(path, value):
    for job in value.values():
        shell(path, "\n".join(["set -e", *job["before_script"], *job["script"]]), "sh", ["CI_DEFAULT_BRANCH", *job["variables"]])


def buildkite(path, value):
    for step in value["steps"]:
        if re.search(r"(?<!\$)\$(?!\$)", step["command"]):
            problem(path, "a single $ is taken by the upload")
        shell(path, "set -e\n" + step["command"].replace("$$", "$"), "bash", ["BUILDKITE_BRANCH", "BUILDKITE_PIPELINE_DEFAULT_BRANCH"])


for pattern, name in schemas.items():
    for path in sorted(folder.glob(pattern)):
        files += 1
        schema(path, name)
        {"gitlab-ci": gitlab, "buildkite": buildkite}.get(name, github)(path, yaml.safe_load(path.read_text()))
print(f"{files} files, {scripts} scripts, {problems} problems")
sys.exit(1 if problems or not scripts else 0)
