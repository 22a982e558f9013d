import Testing

@testable import Planning

struct ProblemTests {
    @Test func oneLineEach() {
        let error = ConfigurationError(problems: [
            Problem(place: "a.yml:1", what: "nothing"),
            Problem(place: "--target", what: "unknown target", found: "`x`", expected: "a target", suggestion: "y"),
        ])
        #expect(
            error.description == """
                a.yml:1: nothing
                --target: unknown target, found `x`, expected a target, did you mean `y`?
                """)
    }
}
