import Testing

@testable import Planning

/// Variables of templates that are the pipeline's own, and the parts of a tag.
struct TemplateVariableTests {
    @Test(
        arguments: [
            ("v1.4.0", "v1.4.0", ["1", "4", "0", ""]), ("v1.4.0-rc.1-3-g1c2e9a4-dirty", "v1.4.0-rc.1", ["1", "4", "0", "rc.1"]),
            ("v2-dirty", "v2", ["2", "0", "0", ""]), ("cmd/x/v0.1.2+meta-1-gabcdef0", "cmd/x/v0.1.2+meta", ["0", "1", "2", ""]),
            ("nightly-4-g1234567", "nightly", nil), ("deadbeef", nil, nil),
        ] as [(String, String?, [String]?)])
    func partsOfATag(version: String, tag: String?, parts: [String]?) {
        let values = TemplateValues(version: version, commit: "deadbeef00112233")
        #expect(values.tag == tag)
        let found = ["major", "minor", "patch", "prerelease"].compactMap { values.value($0, pipeline: "") }
        #expect(found == parts ?? [])
    }

    @Test func variablesSeeThoseBeforeThemAndTheirOwnEnvironment() {
        let values = TemplateValues(version: "v1.2.3", environment: ["A": "out", "PATH": "/bin"]).defining(
            [
                EnvironmentVariable("A", "{{env.A}}-{{version | trimprefix \"v\"}}"), EnvironmentVariable("B", "<{{env.A}}>"),
                EnvironmentVariable("PATH", "/x:{{env.PATH}}"),
            ], pipeline: "p")
        #expect(values.definitions == ["A": "out-1.2.3", "B": "<out-1.2.3>", "PATH": "/x:/bin"])
        #expect(values.value("env.B", pipeline: "p") == "<out-1.2.3>" && values.value("env.C", pipeline: "p") == nil)
    }

    @Test func valuesThatGoCannotTakeAreProblemsOfTheirLine() {
        let values = TemplateValues(environment: ["T": "a 'b' \"c\"", "OK": "it's"])
        func use(_ variable: String, _ flags: String?, isOptional: Bool = false) -> TemplateUse {
            TemplateUse(variable: variable, place: "p.yml:7", isOptional: isOptional, flags: flags)
        }
        let problems = values.problems(
            [use("env.T", "-X main.t={{env.T}}"), use("env.OK", "-X main.o={{env.OK}}"), use("env.T", nil)], defined: [])
        #expect(
            problems.count == 1 && problems[0].description.hasPrefix("p.yml:7: go cannot take the value of `{{env.T}}` in a flag")
        )
        #expect(values.problems([use("env.NONE", nil, isOptional: true), use("env.D", nil)], defined: ["D"]) == [])
        let missing = values.problems([use("env.DD", nil)], defined: ["D"])
        #expect(missing.first?.suggestion == "D" && missing.first?.what.contains("neither `env` nor the environment") == true)
        let tagless = TemplateValues(version: "deadbee", commit: "deadbeef").problems([use("major", nil)], defined: [])
        #expect(tagless.first?.what.contains("no tag such as v1.2.3") == true)
    }
}
