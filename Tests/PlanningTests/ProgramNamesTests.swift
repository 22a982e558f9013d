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
        (["example.com/tool/v2", "./v1"], "tool:tool v1:v1"),
    ])
    func names(mains: [String], expected: String) {
        let names = programNames(of: mains, modulePath: "example.com/app/v3")
        #expect(names.map { "\($0.folder):\($0.binary)" }.joined(separator: " ") == expected)
    }
}
