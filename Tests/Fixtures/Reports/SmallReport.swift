package import Reports

/// A hand-made report of a few rows with consistent sums, for snapshots.
package func smallReport(_ path: String = "dist/app", growth: Int = 0, stripped: Bool = false) -> WeighReport {
    func package(
        _ path: String, _ module: String?, _ class: WeighReport.PackageClass, version: String? = nil, code: Int, data: Int,
        shared: Int = 0
    ) -> WeighReport.Package {
        WeighReport.Package(
            path: path, module: module, version: version, class: `class`, size: code + data, exclusive: code + data - shared,
            shared: shared, kinds: ["code": code, "data": data], sections: [".text": code, ".data": data])
    }
    let packages = [
        package("runtime", "std", .std, code: 600_000, data: 200_000, shared: 1_000),
        package("net/http", "std", .std, code: 500_000 + growth, data: 20_000),
        package("golang.org/x/net/http2", "golang.org/x/net", .dependency, version: "v0.42.0", code: 90_000, data: 9_000),
        package("example.com/app", "example.com/app", .main, code: 4_000, data: 96),
        package("golang.org/x/net/idna", "golang.org/x/net", .dependency, version: "v0.42.0", code: 900, data: 100),
    ]
    return report(path, packages: packages, stripped: stripped)
}

/// Two sections of package bytes, one of unexplained ones, headers and padding as overhead.
package func report(
    _ path: String, packages: [WeighReport.Package], stripped: Bool = false, unexplained: Int = 7_904, warnings: [String] = []
) -> WeighReport {
    let text = packages.reduce(0) { $0 + $1.kinds["code", default: 0] }
    let data = packages.reduce(0) { $0 + $1.kinds["data", default: 0] }
    let headers = 512
    let padding = 3_488
    func section(_ name: String, _ size: Int, _ offset: Int, package: Int = 0, overhead: Int = 0, unexplained: Int = 0)
        -> WeighReport.Section
    {
        WeighReport.Section(
            name: name, size: size, virtualSize: UInt64(size), offset: offset, address: 0x400000 + UInt64(offset),
            package: package,
            overhead: overhead, unexplained: unexplained)
    }
    let sections = [
        section("(headers)", headers, 0, overhead: headers),
        section(".text", text + padding, headers, package: text, overhead: padding),
        section(".data", data + unexplained, headers + text + padding, package: data, unexplained: unexplained),
    ]
    return WeighReport(
        file: .init(path: path, size: headers + padding + text + data + unexplained), format: "elf", goos: "linux",
        goarch: "amd64",
        go: "go1.27.3", main: "example.com/app", stripped: stripped, settings: ["CGO_ENABLED": "0"],
        coverage: .init(package: text + data, overhead: headers + padding, unexplained: unexplained), packages: packages,
        overhead: [.init(kind: "padding", size: padding), .init(kind: "file header", size: headers)], sections: sections,
        passes: [.init(name: "function table", size: text)], warnings: warnings)
}

/// One main on two targets with two presets; the last build failed.
package func smallBuildReport(growth: Int = 0, verdict: Verdict = Verdict(broken: [])) -> BuildReport {
    func build(_ target: String, _ preset: String, _ weigh: WeighReport?) -> BuildReport.Build {
        BuildReport.Build(
            main: "example.com/app", target: target, preset: preset, status: weigh == nil ? .failed : .built,
            command: "env GOOS=linux go build", path: weigh.map { _ in "app_\(target.filter { $0 != "/" })/\(preset)/app" },
            size: weigh?.total, compressed: weigh.map { $0.total * 2 / 5 }, sha256: weigh.map { _ in "0123abcd" },
            seconds: weigh.map { _ in 12.34 }, peakBytes: weigh.map { _ in 300_000_000 },
            reason: weigh == nil ? "app.go:3:8: package nowhere is not in std" : nil, weigh: weigh)
    }
    return BuildReport(
        pipeline: "release", started: "2026-08-01T12:00:00Z",
        builds: [
            build("linux/amd64", "default", smallReport("dist/release/app", growth: growth + 400_000)),
            build("linux/amd64", "strip", smallReport("dist/release/app", growth: growth, stripped: true)),
            build("windows/amd64", "strip", nil),
        ], verdict: verdict)
}

/// Names in a binary that try to break out of a table, a page, a shell or a terminal.
package let hostileNames = [
    "evil/</script><script>alert(1)</script>", "evil/|pipe`tick`|", "evil/new\nline\r\nline", "=cmd|' /C calc'!A0", "@SUM(1+1)",
    "evil/\u{1B}[31mred\u{1B}[0m", "evil/\u{202E}gnp.exe", "evil/\"quotes\"&amp;'single'",
    "evil/*bold*_it_[link](javascript:alert(1))",
    "evil/<img src=x onerror=alert(1)>", "evil/{{data}}", "evil/\u{2028}separator", "evil/nul\u{0}", "-1+1",
]

/// Hostile names that would distort a table or a page: emoji of several scalars, and 4,000 characters.
package let longHostileNames = [
    "evil/👩‍👩‍👧‍👦🏴‍☠️é", "evil/" + String(repeating: "long<&\"|`%,:/", count: 320), String(repeating: "👩‍👩‍👧‍👦", count: 50),
    String(repeating: "\u{1B}[2J", count: 800),
]
