import Fixtures
import Foundation
import Testing

@testable import Planning

/// Plans of pipelines put together at random come back from JSON as they were.
struct BuildPlanCodingTests {
    private let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    @Test func generatedPlansSurviveJSON() throws {
        var generator = SeededGenerator(seed: 11)
        var texts: Set<Data> = []
        for _ in 0..<120 {
            let text = Self.pipeline(&generator)
            let plan = try plan(
                text, values: TemplateValues(version: "v1.2.3", environment: ["HOME": "/root"]),
                goSettings: [EnvironmentVariable("GOFLAGS", "-v"), EnvironmentVariable("CGO_CFLAGS", "-g")])
            let encoded = try encoder.encode(plan)
            let decoded = try JSONDecoder().decode(BuildPlan.self, from: encoded)
            #expect(decoded == plan, "\(text)")
            #expect(try encoder.encode(decoded) == encoded)
            #expect(decoded.portable == plan.portable)
            #expect(plan.portable.portable == plan.portable)
            texts.insert(encoded)
        }
        #expect(texts.count > 100)
    }

    @Test func portablePlansAreIndependentOfTheMachine() throws {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<40 {
            let text = Self.pipeline(&generator)
            let values = TemplateValues(version: "v1.2.3", environment: [:])
            let here = try plan(text, values: values)
            let settings = ["GOFLAGS", "GODEBUG", "CGO_CFLAGS", "CGO_LDFLAGS", "GOAMD64"].map {
                EnvironmentVariable($0, "/somewhere/else")
            }
            let installed: Set<String> = ["zig", "upx", "gcc"]
            let there = try plan(text, installed: installed, values: values, goSettings: settings)
            #expect(here.portable == there.portable, "\(text)")
            #expect(!String(decoding: try encoder.encode(there.portable), as: UTF8.self).contains("/somewhere/else"))
        }
    }

    @Test func theToolchainAskedForIsPartOfIt() throws {
        let text = "mains: [.]\ntargets: [linux/arm64]\nenv: { CGO_ENABLED: 1 }\ntoolchain: "
        let plans = try ["gcc", "clang", "zig"].map { try plan(text + $0).portable }
        #expect(plans.map { $0.jobs[0].toolchain } == [.gcc, .clang, .zig])
        #expect(plans.allSatisfy { $0.jobs[0].environment.value("CC") == nil })
        #expect(try plan("mains: [.]\ntargets: [linux/arm64]\nenv: { CGO_ENABLED: 1 }").portable.jobs[0].toolchain == nil)
    }

    /// Every key that a plan holds, each with a chance.
    private static func pipeline(_ generator: inout SeededGenerator) -> String {
        func some(_ choices: [String]) -> String {
            let chosen = choices.filter { _ in Bool.random(using: &generator) }
            return "[\((chosen.isEmpty ? [choices[0]] : chosen).joined(separator: ", "))]"
        }
        var lines = [
            "name: r\(UInt16.random(in: 0...999, using: &generator))", "mains: \(some([".", "./cmd/app", "./cmd/ctl"]))",
            "targets: \(some(["linux/amd64", "windows/amd64", "linux/arm64", "linux/amd64/v3"]))",
            "presets: \(some(["default", "strip", "small", "{ name: c, cflags: [-Os], env: { CGO_ENABLED: 1 } }", "pgo"]))",
        ]
        let optional = [
            "tags: [netgo, osusergo]", "ldflags: [\"-X main.version={{version}}\"]", "trimpath: true",
            "hooks: { before: [a], after: [b], before-build: [c], after-build: [\"d {{path}}\"] }",
            "budgets: [{ artifact: \"*\", max: 20MiB, growth: 2.5% }, { package: net/*, growth: 4KiB }, { forbid: [a/*, b] }]",
            "budgets: [{ module: example.com/*, max: 1MiB, main: . }, { methods-elimination: required }]",
            "verify: { reproducible: true, smoke: [--version] }",
            "artifacts: { archive: zip, name: \"{{main}}_{{target}}_{{preset}}\", sbom: cyclonedx }", "report: [json]",
            "savings: false", "history: true", "env: { A: b }", "overrides: [{ target: windows/*, tags: [gui] }]",
        ]
        var keys: Set<Substring> = []
        for line in optional where Bool.random(using: &generator) {
            if keys.insert(line.prefix { $0 != ":" }).inserted { lines.append(line) }
        }
        if lines.contains(where: { $0.contains("reproducible") }), !lines.contains("trimpath: true") {
            lines.append("trimpath: true")
        }
        if lines[3].contains("pgo") { lines.append("pgo: cpu.pprof") }
        if lines.contains("savings: false") { lines.removeAll { $0.contains("methods-elimination") } }
        if !lines[2].contains("windows") { lines.removeAll { $0.hasPrefix("overrides") } }
        // A main that is not built cannot have a budget.
        if !lines[1].contains("[., ") && !lines[1].contains("[.]") { lines.removeAll { $0.contains("main: .") } }
        return lines.joined(separator: "\n")
    }
}
