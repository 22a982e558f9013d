import Testing

@testable import Planning

struct TemplatesTests {
    @Test(arguments: [
        ("plain", "plain"), ("{{a}}", "1"), ("x{{ a }}y{{b}}", "x1y2"), ("{{c}}", "{{c}}"), ("", ""), ("}} {a} {", "}} {a} {"),
        ("{{{a}}}", "{{{a}}}"), ("{{  spaced  out }}", "{{spaced out}}"),
    ])
    func filling(text: String, expected: String) throws {
        let template = try #require(Template(text))
        #expect(template.filled { ["a": "1", "b": "2"][$0] } == expected)
    }

    @Test(arguments: ["{{", "a {{b", "{{a}} {{"]) func unclosed(text: String) {
        #expect(Template(text) == nil)
    }

    @Test func variablesInOrder() {
        #expect(Template("{{b}}{{ a }}x{{b}}")?.variables.map(\.name) == ["b", "a", "b"])
    }
}
