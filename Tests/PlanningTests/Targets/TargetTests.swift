import Testing

@testable import Planning

struct TargetTests {
    @Test(arguments: [
        ("linux/amd64", "linux_amd64", "", "GOOS=linux GOARCH=amd64 GOAMD64=v1"),
        ("linux/amd64/v3", "linux_amd64_v3", "", "GOOS=linux GOARCH=amd64 GOAMD64=v3"),
        ("linux/arm/6,softfloat", "linux_arm_6_softfloat", "", "GOOS=linux GOARCH=arm GOARM=6,softfloat"),
        ("windows/arm64", "windows_arm64", ".exe", "GOOS=windows GOARCH=arm64 GOARM64=v8.0"),
        ("js/wasm", "js_wasm", ".wasm", "GOOS=js GOARCH=wasm"),
        ("linux/s390x", "linux_s390x", "", "GOOS=linux GOARCH=s390x"),
    ])
    func names(name: String, fileName: String, suffix: String, environment: String) throws {
        let targets = try builtInCatalogue().targets(matching: name)
        let target = try #require(targets.first)
        #expect(targets.count == 1)
        #expect(target.name == name)
        #expect(target.fileName == fileName)
        #expect(target.suffix(buildmode: nil) == suffix)
        #expect(target.environment.map { "\($0.name)=\($0.value)" }.joined(separator: " ") == environment)
    }

    @Test(arguments: [
        ("linux", "c-shared", ".so"), ("darwin", "c-shared", ".dylib"), ("windows", "c-shared", ".dll"),
        ("linux", "c-archive", ".a"), ("windows", "c-archive", ".lib"), ("linux", "plugin", ".so"), ("windows", "pie", ".exe"),
    ])
    func librariesHaveTheirOwn(goos: String, buildmode: String, suffix: String) {
        #expect(Target(goos: goos, goarch: "amd64").suffix(buildmode: buildmode) == suffix)
    }
}
