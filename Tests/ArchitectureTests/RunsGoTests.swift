import Testing

/// `make test-quick` leaves out what has the trait `.runsGo`: each file of tests that calls a fixture that runs go has it.
struct RunsGoTests {
    @Test func testsThatRunGoHaveTheTrait() throws {
        let calls = /\b(runGo|goEnvironment|pareJSON|buildModule|GoBuild)\(|\bGoToolchain\.(onPath|all)\b/
        let files = try SourceFile.all(in: "Tests").filter { file in
            !file.path.hasPrefix("Tests/Fixtures/") && file.lines.contains { $0.contains("@Test") }
        }
        let callers = files.filter { !$0.places(of: calls).isEmpty }
        #expect(callers.count > 15)
        for file in callers where !file.lines.contains(where: { $0.contains(".runsGo") }) {
            Issue.record("\(file.path) runs go without the trait .runsGo: \(file.places(of: calls)[0])")
        }
    }
}
