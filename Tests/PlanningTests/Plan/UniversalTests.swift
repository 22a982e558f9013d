import Testing

@testable import Planning

/// `darwin/universal` and the builds that it joins.
struct UniversalTests {
    @Test func onlyItsOwnNameNamesIt() throws {
        let catalogue = try builtInCatalogue()
        #expect(catalogue.targets(matching: "darwin/universal").map(\.name) == ["darwin/universal"])
        for pattern in ["darwin/*", "all", "desktop", "unix", "first-class", "*/universal", "linux/universal"] {
            #expect(!catalogue.targets(matching: pattern).contains { $0.isUniversal }, "\(pattern)")
        }
        #expect(catalogue.nearestPattern(to: "darwin/univresal") == "darwin/universal")
    }

    @Test func bothSlicesAreBuiltAndJoined() throws {
        let plan = try plan("{ name: r, mains: [./cmd/app], targets: [darwin/universal], presets: [strip] }")
        #expect(plan.jobs.map(\.target) == ["darwin/universal"])
        #expect(
            lines(plan)
                == """
                env GOOS=darwin GOARCH=amd64 GOAMD64=v1 CGO_ENABLED=0 go build '-ldflags=-s -w' -o dist/r/app_darwin_amd64/strip/app ./cmd/app
                env GOOS=darwin GOARCH=arm64 GOARM64=v8.0 CGO_ENABLED=0 go build '-ldflags=-s -w' -o dist/r/app_darwin_arm64/strip/app ./cmd/app
                lipo -create -output dist/r/app_darwin_universal/strip/app dist/r/app_darwin_amd64/strip/app dist/r/app_darwin_arm64/strip/app
                """.replacing("'-ldflags=-s -w'", with: "-ldflags='-s -w'"))
    }

    @Test func singleBuildsOfThePipelineAreJoined() throws {
        let text = """
            mains: [.]
            targets: [darwin/universal, darwin/arm64, linux/amd64]
            ldflags: ["-X main.target={{target}}"]
            hooks: { after-build: ["sign {{path}}"], before-build: ["echo {{target}}"] }
            """
        let whole = try plan(text)
        #expect(whole.jobs.map(\.target) == ["darwin/universal", "darwin/arm64", "linux/amd64"])
        let slices = try #require(whole.jobs[0].slices)
        // The build for amd64 is there to be joined only: what follows a build gets the file that is joined.
        #expect(slices[1] == whole.jobs[1])
        #expect(slices.map(\.after.count) == [0, 1])
        #expect(slices.map(\.before.count) == [1, 1])
        #expect(whole.jobs[0].after.map(\.command) == ["sign {{path}}"])
        #expect(whole.jobs[0].before.isEmpty)
        #expect(slices.map { $0.flags.contains("-ldflags=-X main.target=\($0.target)") } == [true, true])
        #expect(whole.jobs.allJobs.map(\.target) == ["darwin/amd64", "darwin/arm64", "darwin/universal", "linux/amd64"])
        // A filter does not change the builds.
        let filtered = try plan(text, filters: BuildPlan.Filters(targets: ["darwin/universal"]))
        #expect(filtered.jobs == [whole.jobs[0]])
        #expect(
            try plan(text, filters: BuildPlan.Filters(targets: ["darwin/*"])).jobs.map(\.target) == [
                "darwin/universal", "darwin/arm64",
            ])
    }

    @Test func overridesOfTheSlicesAndOfAll() throws {
        let plan = try plan(
            """
            mains: [.]
            targets: [darwin/universal]
            overrides:
              - { target: darwin/universal, tags: [both] }
              - { target: darwin/arm64, tags: [one] }
            """)
        let tags = plan.jobs[0].slices?.map { job in job.flags.first { $0.hasPrefix("-tags=") } }
        #expect(tags == ["-tags=both", "-tags=both,one"])
        #expect(plan.jobs[0].takenOver.isEmpty)
        #expect(plan.jobs[0].environment.map(\.name) == ["GOOS", "CGO_ENABLED"])
    }

    @Test func whatCannotBeJoinedIsReported() throws {
        #expect(
            problems {
                try plan(
                    """
                    mains: [.]
                    targets: [darwin/universal, darwin/arm64]
                    overrides:
                      - { target: darwin/universal, tags: [both] }
                    """)
            } == """
                release.yml:4: an override of `darwin/universal` alone, which joins the build for `darwin/arm64`, expected `target: darwin/*`, or the single targets
                """)
        #expect(
            problems {
                try plan("{ mains: [.], targets: [darwin/universal], buildmode: c-archive, env: { CGO_ENABLED: 1, CC: cc } }")
            }.contains("`darwin/universal` joins programs and dynamic libraries, not archives"))
    }

    @Test func aPlanOfOneIsEncodedWithItsSlices() throws {
        let plan = try plan("{ mains: [.], targets: [darwin/universal] }")
        #expect(plan.portable.jobs[0].slices?.count == 2)
    }
}
