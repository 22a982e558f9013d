import GoSource
import Testing

struct ModuleFileTests {
    @Test func linesOfRequirements() {
        let text = """
            module example.com/app

            go 1.27
            require example.com/one v1.0.0 // indirect
            require (
            \t"example.com/two" v2.0.0
            \t// example.com/comment v1.0.0
            \texample.com/three v0.0.0-2026 // why
            )
            exclude (
            \texample.com/four v1.0.0
            )
            replace example.com/one => ./one
            require example.com/five v5.0.0\r
            tool example.com/six v1.0.0
            """
        #expect(
            ModuleFile(text).lines == [
                "example.com/one": 4, "example.com/two": 6, "example.com/three": 8, "example.com/five": 14,
            ])
        #expect(ModuleFile("").lines.isEmpty)
    }
}
