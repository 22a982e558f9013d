import Attribution
import Fixtures
import Testing

/// Two programs that differ in one import: data of packages that both have changes by what it changes with symbols.
@Suite(.enabled(if: GoBuild.go != nil, "\(GoBuild.reason)"), .serialized)
struct OneImportTests {
    @Test(arguments: ["linux/amd64", "windows/amd64"]) func onlyItsPackagesChange(target: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("module example.test\n\ngo 1.21\n", to: "go.mod")
        var whole: [SizeProfile] = []
        var stripped: [SizeProfile] = []
        for (imported, use) in [("", ""), ("import \"encoding/csv\"", "csv.NewReader(os.Stdin).ReadAll()")] {
            try folder.write(
                """
                package main

                import ("fmt"; "os"; "time"; _ "time/tzdata")
                \(imported)

                func main() {
                    fmt.Println(time.LoadLocation(os.Args[1]))
                    \(use)
                }

                """, to: "main.go")
            whole.append(try weigh(await buildModule(folder, target: target, stripped: false)))
            stripped.append(try weigh(await buildModule(folder, target: target, stripped: true)))
        }
        let truth = whole.map(data)
        let found = stripped.map(data)
        for profiles in [truth, found] { #expect(profiles[0]["time/tzdata", default: 0] > 400_000) }
        for package in stripped[0].packages where found[1][package.path] != nil {
            let change = found[1][package.path, default: 0] - found[0][package.path, default: 0]
            let expected = truth[1][package.path, default: 0] - truth[0][package.path, default: 0]
            // A few packages are hardly more than one text.
            #expect(abs(change - expected) <= max(128, package.size / 100), "\(package.path): \(change) bytes, not \(expected)")
        }
    }

    private func data(_ profile: SizeProfile) -> [String: Int] {
        profile.packages.reduce(into: [:]) { sums, package in
            sums[package.path] = [ByteKind.data, .strings].reduce(0) { $0 + (package.kinds[$1] ?? 0) }
        }
    }
}
