import Testing

@testable import Planning

struct TemplateFunctionTests {
    @Test(arguments: [
        ("{{version | trimprefix \"v\"}}", "1.4.0-Beta"), ("{{version|trimsuffix `-Beta`}}", "v1.4.0"),
        ("{{ version | lower }} {{version | upper}}", "v1.4.0-beta V1.4.0-BETA"),
        ("{{version | replace \".\" \"_\" | trimprefix \"v\"}}", "1_4_0-Beta"),
        ("{{version | incpatch}} {{version | incminor}}", "v1.4.0 v1.5.0"), ("{{commit | incmajor}}", "c0ffee"),
        ("{{version | trimsuffix \"-Beta\" | trimprefix \"v\" | incpatch}} {{version | incmajor}}", "1.4.1 v2.0.0"),
        ("{{env.NONE | default \"a b\" | upper}}", "A B"), ("{{none | lower}}", "{{none | lower}}"),
    ])
    func valueIsChanged(template: String, text: String) {
        #expect(Template(template)?.filled { ["version": "v1.4.0-Beta", "commit": "c0ffee"][$0] } == text)
    }

    /// Quotes come last: a function sees the value itself.
    @Test func hooksQuoteTheResult() {
        let hook = Hook(command: "x {{env.A | replace \"-\" \" \"}} {{path}}", place: "p:1").filled {
            $0 == "env.A" ? "a-b" : nil
        }
        #expect(hook.command(path: "c d") == "x 'a b' 'c d'")
    }

    @Test func problems() throws {
        let text = "mains: [.]\ntargets: [linux/amd64]\nldflags: ['-X a={{version | FUNCTION}}']\n"
        for function in ["title", "trimprefix", "lower \"x\"", "trimprefix v", "replace \"a\"", ""] {
            #expect(
                PlanningTests.problems { try pipeline(text.replacing("FUNCTION", with: function)) }
                    .contains("unknown function, or one with other arguments, found `\(function)`"), "\(function)")
        }
        #expect(
            PlanningTests.problems { try pipeline(text.replacing("FUNCTION", with: "default \"1\"")) }
                .contains("`default` is for variables of the environment"))
        let read = try pipeline(text.replacing("version | FUNCTION", with: "env.V | default \"1\""))
        #expect(read.templateUses.map(\.isOptional) == [true])
        #expect(try pipeline(text.replacing("FUNCTION", with: "lower")).needsRevision)
    }
}
