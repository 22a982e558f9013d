import Attribution
import Fixtures
import Testing

/// Two programs that differ in one import: packages that both have weigh the same in both.
@Suite(.enabled(if: GoBuild.go != nil, "\(GoBuild.reason)"), .serialized)
struct OneImportTests {
    @Test(arguments: ["linux/amd64", "windows/amd64"]) func onlyItsPackagesChange(target: String) async throws {
        var profiles: [SizeProfile] = []
        for (imported, use) in [("", ""), ("import \"encoding/csv\"", "csv.NewReader(os.Stdin).ReadAll()")] {
            let folder = try TemporaryFolder()
            try folder.write("module example.test\n\ngo 1.21\n", to: "go.mod")
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
            profiles.append(try weigh(await buildModule(folder, target: target, stripped: true)))
        }
        let sizes = profiles.map { profile in
            profile.packages.reduce(into: [:]) { sums, package in
                sums[package.path] = [ByteKind.data, .strings].reduce(0) { $0 + (package.kinds[$1] ?? 0) }
            }
        }
        #expect(sizes[0]["time/tzdata", default: 0] > 400_000)
        for (path, before) in sizes[0] where before > 1024 {
            let after = sizes[1][path, default: 0]
            // The main package and what it uses more of may change.
            #expect(abs(after - before) * 100 <= before * 5, "\(path): \(before) and \(after)")
        }
        let tables = sizes.map { $0["time/tzdata", default: 0] }
        #expect(abs(tables[0] - tables[1]) * 100 <= tables[0])
    }
}
