package import Reports

/// Reports as large as real ones: some 300 packages with the skew of a Go program, hostile names among them.
package struct RealisticReport {
    private var random: UInt64 = 0x9E37_79B9_7F4A_7C15

    private mutating func next(_ bound: Int) -> Int {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(random >> 33) % max(bound, 1)
    }

    package static func buildReport(packages: Int = 300, verdict: Verdict = Verdict(broken: [])) -> BuildReport {
        var builds: [BuildReport.Build] = []
        for (main, count) in [("cmd/pprof", packages), ("cmd/gofmt", packages / 5)] {
            for (target, format, factor) in [
                ("linux/amd64", "elf", 100), ("windows/amd64", "pe", 103), ("darwin/arm64", "macho", 108),
            ] {
                for preset in ["default", "strip"] {
                    var generator = RealisticReport()
                    let name = String(main.dropFirst(4))
                    let path = "\(name)_\(target.split(separator: "/").joined(separator: "_"))/\(preset)/\(name)"
                    let weigh = generator.weigh(
                        main, target, format, path, count: count, factor: factor, stripped: preset == "strip")
                    builds.append(
                        BuildReport.Build(
                            main: main, target: target, preset: preset, status: .built, command: "env go build \(main)",
                            path: path,
                            size: weigh.total, compressed: weigh.file.compressed, sha256: nil,
                            seconds: preset == "strip" ? 3.4 : 31.7, weigh: weigh))
                }
            }
        }
        return BuildReport(pipeline: "go-tools", started: "2026-08-01T12:00:00Z", builds: builds, verdict: verdict)
    }

    private mutating func weigh(
        _ main: String, _ target: String, _ format: String, _ path: String, count: Int, factor: Int, stripped: Bool
    ) -> WeighReport {
        let sectionOf = [
            "code": ".text", "pclntab": ".gopclntab", "types": ".rodata", "strings": ".rodata", "data": ".data",
            "symbols": ".symtab",
            "debug": ".debug_info",
        ]
        var packages: [WeighReport.Package] = []
        for (index, name) in names(main, count).enumerated() {
            var weight = (1_700_000 / (index + 2) + 900 + next(9_000)) * factor / 100
            if name.module == "std", index > 40 { weight = weight * 2 / 3 }
            var kinds = [
                "code": weight * 47 / 100, "pclntab": weight * 26 / 100, "types": weight * 9 / 100, "strings": weight * 5 / 100,
                "data": next(weight / 8),
            ]
            let symbols = (next(weight / 5), next(weight / 2) + weight / 3)
            if !stripped { (kinds["symbols"], kinds["debug"]) = symbols }
            kinds = kinds.filter { $0.value > 0 }
            var sections: [String: Int] = [:]
            for (kind, size) in kinds { sections[sectionOf[kind] ?? ".text", default: 0] += size }
            let size = kinds.values.reduce(0, +)
            packages.append(
                .init(
                    path: name.path, module: name.module, version: name.version, class: name.class, size: size,
                    exclusive: size - size / 30, shared: size / 30, kinds: kinds, sections: sections))
        }
        packages.sort { $0.size == $1.size ? $0.path < $1.path : $0.size > $1.size }
        let total = packages.reduce(0) { $0 + $1.size }
        var sections: [WeighReport.Section] = []
        var offset = 0
        func add(_ name: String, _ package: Int, _ overhead: Int, _ unexplained: Int) {
            let size = package + overhead + unexplained
            sections.append(
                .init(
                    name: name, size: size, virtualSize: UInt64(size), offset: offset, address: UInt64(offset) + 0x400000,
                    package: package, overhead: overhead, unexplained: unexplained))
            offset += size
        }
        add("(headers)", 0, 1_024, 0)
        var bySection: [String: Int] = [:]
        for package in packages { bySection.merge(package.sections, uniquingKeysWith: +) }
        for (name, size) in bySection.sorted(by: { $0.key < $1.key }) {
            add(name, size, size / 300, name == ".text" ? size / 200 : size / 11)
        }
        add(".note.go.buildid", 0, 100, 0)
        let overhead = sections.reduce(0) { $0 + $1.overhead }
        let unexplained = sections.reduce(0) { $0 + $1.unexplained }
        let parts = target.split(separator: "/").map(String.init)
        return WeighReport(
            file: .init(path: "dist/go-tools/\(path)", size: offset, compressed: offset * (stripped ? 43 : 52) / 100),
            format: format,
            goos: parts[0], goarch: parts[1], go: "go1.27.3", main: main, stripped: stripped, settings: [:],
            coverage: .init(package: total, overhead: overhead, unexplained: unexplained), packages: packages,
            overhead: [
                .init(kind: "padding", size: overhead - 1_124 - overhead / 9), .init(kind: "linker", size: overhead / 9),
                .init(kind: "file header", size: 1_024), .init(kind: "build id", size: 100),
            ], sections: sections, passes: [],
            warnings: stripped ? [] : ["`.debug_line` is damaged at offset 0x1f3a0: its bytes are unexplained"])
    }

    private struct Name {
        package var path: String
        package var module: String?
        package var version: String?
        package var `class`: WeighReport.PackageClass
    }

    private func names(_ main: String, _ count: Int) -> [Name] {
        let heavy = [
            "runtime", "net/http", "crypto/tls", "net", "reflect", "html/template", "crypto/x509", "text/template", "syscall",
            "fmt", "os",
            "internal/runtime/maps", "encoding/json", "vendor/golang.org/x/net/http/httpguts", "time", "math/big", "go/parser",
            "go/ast",
            "encoding/asn1", "regexp", "regexp/syntax", "strconv", "go/printer", "compress/flate", "bufio", "bytes", "strings",
            "context",
        ]
        let vendored = [
            "github.com/google/pprof/internal/driver", "github.com/google/pprof/profile",
            "github.com/google/pprof/internal/report",
            "github.com/google/pprof/internal/graph", "github.com/google/pprof/internal/binutils",
            "github.com/google/pprof/driver",
            "github.com/ianlancetaylor/demangle", "golang.org/x/arch/x86/x86asm", "golang.org/x/arch/arm64/arm64asm",
            "golang.org/x/term", "golang.org/x/telemetry/counter",
        ]
        var list: [Name] = []
        for index in 0..<max(heavy.count, vendored.count) {
            if index < heavy.count { list.append(Name(path: heavy[index], module: "std", class: .std)) }
            if index < vendored.count {
                let module = vendored[index].split(separator: "/").prefix(3).joined(separator: "/")
                list.append(
                    Name(path: vendored[index], module: module, version: "v0.0.0-20260709232956-b9395aee0ef2", class: .dependency)
                )
            }
            if index == 6 { list.append(Name(path: main, module: "cmd", class: .main)) }
        }
        for name in hostileNames {
            list.append(Name(path: name, module: name.hasPrefix("evil") ? "evil<b>" : nil, class: .dependency))
        }
        list.append(Name(path: "C", module: nil, class: .c))
        let areas = ["internal", "crypto/internal/fips140", "encoding", "vendor/golang.org/x/text/unicode", "go", "image", "log"]
        while list.count < count {
            let number = list.count
            list.append(Name(path: "\(areas[number % areas.count])/part\(number)", module: "std", class: .std))
        }
        return Array(list.prefix(count))
    }
}
