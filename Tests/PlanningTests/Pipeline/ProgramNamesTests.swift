import Testing

@testable import Planning

struct ProgramNamesTests {
    @Test(arguments: [
        (["cmd/pprof", "cmd/gofmt"], "pprof:pprof gofmt:gofmt"),
        (["."], "app:app"),
        (["./", "./cmd/app"], "example.com-app:app cmd-app:app"),
        (["./a/app", "./b/app", "./c"], "a-app:app b-app:app c:c"),
        (["./x/a/app", "./y/a/app"], "x-a-app:app y-a-app:app"),
        (["./a/app", "./b/app", "./a-app"], "a-app:app b-app:app a-app-2:a-app"),
        (["./app", "app"], "app:app app-2:app"),
        (["example.com/tool/v2", "./v1"], "tool:tool v1:v1"), (["./main.go", "./cmd/app.go"], "main:main app:app"),
    ])
    func names(mains: [String], expected: String) {
        let packages = mains.map { main in
            let path = main.drop { $0 == "." || $0 == "/" }
            let local = "example.com/app/v3" + (path.isEmpty ? "" : "/\(path)")
            return MainPackage(path: main, importPath: main.hasPrefix(".") ? local : main, place: "release.yml:1")
        }
        let names = zip(programFolders(of: packages), packages.map(\.binary)).map { "\($0):\($1)" }
        #expect(names.joined(separator: " ") == expected)
    }
}
