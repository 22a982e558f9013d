import Fixtures
import Reports

@testable import History

/// Rows of one program with a few packages.
func row(
    _ commit: String?, at time: Int, size: Int = 1_000, http: Int? = nil, recorded: Int? = nil, isChanged: Bool = false,
    branches: Set<String> = ["main"], tags: Set<String> = [], preset: String = "strip", go: String = "go1.27.3"
) -> RecordedBuild {
    var packages = [
        package("runtime", "std", .std, size - 100 - (http ?? 0)), package("example.org/app", "example.org/app", .main, 100),
    ]
    if let http { packages.append(package("net/http", "std", .std, http)) }
    var weigh = weighed(packages)
    weigh.go = go
    return RecordedBuild(
        pipeline: "release", main: "example.org/app", target: "linux/amd64", preset: preset, commit: commit,
        isChanged: isChanged, branches: branches, tags: tags, time: time, recorded: recorded ?? time, go: go, pare: "0.1.0",
        size: size, compressed: size / 2, sha256: "\(size)", seconds: 1.5, peakBytes: 1 << 20, verdict: .passed,
        contents: Contents(weigh))
}

func package(_ path: String, _ module: String?, _ kind: WeighReport.PackageClass, _ size: Int) -> WeighReport.Package {
    WeighReport.Package(
        path: path, module: module, version: nil, class: kind, size: size, exclusive: size, shared: 0, kinds: ["code": size],
        sections: [".text": size])
}

/// A report whose packages are the whole file.
func weighed(_ packages: [WeighReport.Package]) -> WeighReport {
    let size = packages.reduce(0) { $0 + $1.size }
    return WeighReport(
        file: .init(path: "app", size: size), format: "elf", goos: "linux", goarch: "amd64", go: "go1.27.3",
        main: "example.org/app", stripped: true, settings: ["CGO_ENABLED": "0"],
        coverage: .init(package: size, overhead: 0, unexplained: 0), packages: packages.sorted { $0.size > $1.size },
        overhead: [],
        sections: [
            .init(
                name: ".text", size: size, virtualSize: UInt64(size), offset: 0, address: 0x400000, package: size, overhead: 0,
                unexplained: 0)
        ], passes: [], warnings: [])
}

func hash(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 40 - digits.count) + digits
}

extension HistoryStore {
    init(in folder: TemporaryFolder, _ name: String = "history.db", _ rows: [RecordedBuild] = []) throws {
        try self.init(writing: "\(folder.path)/\(name)")
        _ = try add(rows)
    }

    /// Every row, ordered by identity.
    func rows() throws -> [RecordedBuild] {
        try builds(identities: identities()).sorted { $0.identity < $1.identity }
    }
}
