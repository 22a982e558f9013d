#!/usr/bin/env python3
"""validate.py FOLDER SCHEMAS: checks every file of FOLDER by the validators of its format, and prints one line for each problem.

The format is the extension. SCHEMAS is the folder of Pare's own JSON Schemas. Exit code 1 with problems, or if nothing was
checked. Python packages: Scripts/validators."""
import json
import pathlib
import sys
import xml.etree.ElementTree

import jsonschema
import junitparser
import prometheus_client.openmetrics.parser
import referencing
import sarif.loader
import sarif_pydantic
import xmlschema

folder, schemas = map(pathlib.Path, sys.argv[1:3])
here = pathlib.Path(__file__).parent
own = {path.name: json.loads(path.read_text()) for path in schemas.glob("*.json")}
registry = referencing.Registry().with_resources(
    (name, referencing.Resource.from_contents(schema)) for name, schema in own.items())


def by_schema(schema, value):
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(
        schema, registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    for error in validator.iter_errors(value):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


def json_report(path):
    value = json.loads(path.read_text())
    name = value["schema"].split("/")[0].removeprefix("pare.") + ".json"
    yield from by_schema(own[name], value)


def sarif_log(path):
    value = json.loads(path.read_text())
    yield from by_schema(json.loads((here / "sarif.json").read_text()), value)
    log = sarif_pydantic.Sarif.model_validate(value)
    results = sarif.loader.load_sarif_file(str(path)).get_results()
    if len(results) != sum(len(run.results) for run in log.runs):
        yield f"sarif-tools reads {len(results)} results"
    prints = [result["partialFingerprints"]["pare/v1"] for result in results]
    if len(set(prints)) != len(prints):
        yield "two results have the same fingerprint"
    for run in value["runs"]:
        for result in run["results"]:
            if run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] != result["ruleId"]:
                yield f"ruleIndex {result['ruleIndex']} is not {result['ruleId']}"


def junit(path):
    yield from (str(error.reason) for error in xmlschema.XMLSchema(here / "junit.xsd").iter_errors(str(path)))
    suites = junitparser.JUnitXml.fromfile(str(path))
    names = set()
    for suite in suites:
        cases = list(suite)
        kinds = [type(result).__name__ for case in cases for result in case.result]
        counts = suite.tests, suite.failures, suite.errors, suite.skipped
        if counts != (len(cases), kinds.count("Failure"), kinds.count("Error"), kinds.count("Skipped")):
            yield f"suite {suite.name}: {counts} counted, found {len(cases)} cases with {kinds}"
        for case in cases:
            if (case.classname, case.name) in names:
                yield f"two cases are called {case.name} in {case.classname}"
            names.add((case.classname, case.name))


def code_quality(path):
    issues = json.loads(path.read_text())
    yield from by_schema(json.loads((here / "codequality.json").read_text()), issues)
    if len({issue["fingerprint"] for issue in issues}) != len(issues):
        yield "two issues have the same fingerprint: GitLab shows one of them"


def openmetrics(path):
    seen = set()
    for family in prometheus_client.openmetrics.parser.text_string_to_metric_families(path.read_text()):
        if not family.samples:
            yield f"{family.name} has no samples"
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            if key in seen:
                yield f"{key} is there twice"
            seen.add(key)


def benchmark(path):
    for bench in json.loads(path.read_text()):
        if set(bench) != {"name", "unit", "value"} or not isinstance(bench["value"], int) or not bench["name"]:
            yield f"not a bench of github-action-benchmark: {bench}"


def svg(path):
    root = xml.etree.ElementTree.parse(path).getroot()
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        yield f"root is {root.tag}"


def github(path):
    lines = path.read_text().splitlines()
    for level in ("error", "warning", "notice"):
        if sum(line.startswith(f"::{level} ") for line in lines) > 10:
            yield f"more than ten of {level}"
    if any(not line.startswith(("::error ", "::warning ", "::notice ")) for line in lines):
        yield "a line that is no workflow command"


def markdown(path):
    limit = 1 << 20 if path.name.endswith(".buildkite.md") else 60_000
    if path.stat().st_size >= limit:
        yield f"{path.stat().st_size} bytes"


checks = {
    ".junit.xml": junit, ".sarif": sarif_log, ".codequality.json": code_quality, ".metrics.txt": openmetrics,
    ".benchmark.json": benchmark, ".svg": svg, ".github.txt": github, ".md": markdown, ".json": json_report,
}
problems = checked = 0
for path in sorted(folder.iterdir()):
    check = next((checks[end] for end in checks if path.name.endswith(end)), None)
    if check is None:
        continue
    checked += 1
    try:
        found = list(check(path))
    except Exception as error:
        found = [f"{type(error).__name__}: {error}"]
    for problem in found:
        problems += 1
        print(f"{path.name}: {problem}"[:600])
print(f"{checked} files, {problems} problems")
sys.exit(1 if problems or not checked else 0)
