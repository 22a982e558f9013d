"""Reports that the pages of the browser tests are rendered from: two programs, three targets, two presets."""
import json, os, subprocess

PARE, SCRATCH = os.environ["PARE"], os.environ["SCRATCH"]

HOSTILE = [
    "</script><script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 1'>",
    "a\"b'c`d&amp;e<!--f",
    "pipe|pipe/new\nline\ttab",
    "\x1b[31mred\x1b[0m\x07bell",
    "emoji/🧨🦊/naïve/‮gnp.exe",
    "long/" + "x" * 3_995,
    "__proto__", "constructor", "{{data}}",
]


def package(path, module, kind, code, data, functions=0, files=()):
    largest = [
        {"name": f"{path}.(*Reader).part{i}", "file": f"{path}/part{i}.go", "kinds": {"code": code // (3 + i), "pclntab": 64}}
        for i in range(2, 2 + functions)
    ]
    while sum(item["kinds"]["code"] for item in largest) > code:
        largest.pop()
    largest += [{"name": name, "kinds": {"embedded": size}} for name, size in files]
    kinds = {"code": code, "pclntab": code // 2, "data": data, "embedded": sum(size for _, size in files)}
    sections = {".text": code, ".gopclntab": code // 2, ".data": data + kinds["embedded"]}
    size = sum(kinds.values())
    return {"path": path, "module": module, "version": None if module == "std" else "v1.2.3", "class": kind, "size": size,
            "exclusive": size - 7, "shared": 7, "kinds": {k: v for k, v in kinds.items() if v}, "sections": sections,
            **({"largest": largest} if largest else {})}


def packages(grown=0, hostile=False):
    names = ["runtime", "net/http", "net/http/internal/http2", "crypto/tls", "crypto/internal/fips140/sync", "crypto/x509",
             "encoding/json", "internal/abi", "reflect", "fmt", "os", "text/template", "strconv", "time"]
    found = [package(name, "std", "std", 400_000 // (i + 1), 20_000 // (i + 1), functions=8) for i, name in enumerate(names)]
    found.append(package("example.com/app", "example.com/app", "main", 90_000 + grown, 5_000, functions=3,
                         files=[("static/logo.svg", 30_000), ("static/app.js", 20_000)]))
    found += [package(f"example.com/app/internal/part{i}", "example.com/app", "main", 9_000, 900) for i in range(9)]
    for module in ["github.com/google/pprof", "golang.org/x/net", "gopkg.in/yaml.v3"]:
        found += [package(f"{module}/{leaf}", module, "dependency", 60_000, 4_000, functions=2) for leaf in ["parse", "sync", "io"]]
    if grown > 0:
        found.append(package("example.com/added", "example.com/added", "dependency", 12_000, 100))
    if hostile:
        found += [package(name, name, "dependency", 30_000 - 10 * i, 10) for i, name in enumerate(HOSTILE)]
    return found


def weigh(main, target, preset, grown, hostile):
    parts = packages(grown, hostile)
    total = sum(part["size"] for part in parts)
    sums = {}
    for part in parts:
        for name, size in part["sections"].items():
            sums[name] = sums.get(name, 0) + size
    overhead, unexplained = 5_000, 3_000
    sections = [{"name": name, "size": size, "virtualSize": size, "offset": 0, "address": 0, "package": size, "overhead": 0,
                 "unexplained": 0, "compressed": size // 3} for name, size in sums.items()]
    sections.append({"name": "(headers)", "size": 8_000, "virtualSize": 0, "offset": 0, "address": 0, "package": 0,
                     "overhead": overhead, "unexplained": unexplained, "compressed": 100})
    size = total + overhead + unexplained
    goos, goarch = target.split("/")
    return {"schema": "pare.weigh/1", "file": {"path": f"dist/{main}", "size": size,
                                               "compressed": sum(section["compressed"] for section in sections)},
            "format": "elf", "goos": goos, "goarch": goarch, "go": "go1.27.3", "main": main, "stripped": preset == "strip",
            "settings": {}, "total": size, "coverage": {"package": total, "overhead": overhead, "unexplained": unexplained},
            "packages": parts, "overhead": [{"kind": "padding", "size": overhead}], "sections": sections, "passes": [],
            "warnings": HOSTILE if hostile else []}


def report(commit, grown=0, hostile=False, broken=False):
    builds = []
    for main in ["example.com/app/cmd/server", HOSTILE[0] if hostile else "example.com/app/cmd/client"]:
        for target in ["linux/amd64", "windows/amd64", "darwin/arm64"]:
            for preset in ["default", "strip"]:
                contents = weigh(main, target, preset, grown if target == "linux/amd64" else 0, hostile)
                builds.append({"main": main, "target": target, "preset": preset, "status": "built", "path": "app",
                               "size": contents["total"], "compressed": contents["file"]["compressed"], "seconds": 1.5,
                               "peakBytes": 300 << 20, "go build line": "go build", "weigh": contents})
    items = [{"what": f"example.com/app->{name}", "kind": "edge", "saves": 90_000 - i,
              "evidence": "imported at main.go:3; used by 2 functions", "command": f"pare savings --without '{name}'"}
             for i, name in enumerate(["net/http", "text/template", "crypto/tls", "os", "fmt"])]
    savings = [{"main": main, "target": "linux/amd64", "preset": "strip", "units": "bytes", "size": 2_000_000, "items": items,
                "packages": [{"path": "net/http", "saves": 500_000}, {"path": "crypto/tls", "saves": 300_000}]}
               for main in dict.fromkeys(build["main"] for build in builds)]
    verdict = {"state": "passed", "passed": True, "broken": [], "notJudged": [], "notes": [], "budgets": 1}
    if broken:
        verdict = {"state": "broken", "passed": False, "notJudged": [], "notes": [], "budgets": 1, "broken": [
            {"budget": "artifact max 1 MiB", "file": "pipelines/release.yml", "line": 7, "subject": builds[0]["main"],
             "message": f"{builds[0]['main']} is 1,900,000 bytes, 800,000 over its 1 MiB"}]}
    return {"schema": "pare.report/1", "pipeline": HOSTILE[1] if hostile else "release", "started": "2026-08-01T12:00:00Z",
            "builds": builds, "savings": savings, "verdict": verdict,
            "provenance": {"pare": "0.1.0", "commit": commit * 40, "branch": "main"}}


def page(name, *arguments):
    """The path of a page that `pare ARGUMENTS` renders; reports among the arguments are saved first."""
    words = []
    for index, argument in enumerate(arguments):
        if isinstance(argument, dict):
            path = f"{SCRATCH}/{name}-{index}.json"
            with open(path, "w") as file:
                json.dump(argument, file)
            argument = path
        words.append(argument)
    path = f"{SCRATCH}/{name}.html"
    subprocess.run([PARE, *words, "-o", f"html={path}"], check=True, stdout=subprocess.DEVNULL)
    return path
