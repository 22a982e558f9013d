import Fixtures
import Foundation
import Testing

/// The recipes of docs/shipping-a-release.md, run on a release that `mockGo` has built.
struct ShippingRecipeTests: MockProject {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        (folder, environment) = try mockProject()
    }

    /// Makes the release of a tag. Git's own files are not in the mock project's folder of tools.
    private func release() async throws {
        try folder.write("app\ntools/\ncalls\ndist/\n", to: ".gitignore")
        try folder.write(
            "mains: [.]\ntargets: [linux/amd64, linux/arm64, windows/amd64]\npresets: [strip]\nsavings: false\nartifacts: {}\n",
            to: "pipelines/release.yml")
        let made = try await runShell(
            "git init -q . && git add -A && git -c user.name=a -c user.email=a@example.org commit -qm a && git tag v1.2.0 && $PARE build",
            in: folder, environment: environment)
        #expect(made.code == 0, "\(made.error)")
    }

    private func block(_ language: String, after title: String) throws -> String {
        let page = try String(contentsOfFile: "\(GoBuild.checkout)/docs/shipping-a-release.md", encoding: .utf8)
        let section = try #require(page.components(separatedBy: "## \(title)\n").last)
        let parts = section.components(separatedBy: "```\(language)\n")
        return try #require(parts.count > 1 ? parts[1].components(separatedBy: "```\n").first : nil)
    }

    @Test(.needs("dpkg-deb", package: "dpkg"), .needs("jq", package: "jq")) func debianPackages() async throws {
        try await release()
        try folder.write(try block("sh", after: "Debian packages"), to: "package-deb")
        let run = try await runShell(
            """
            set -e
            sh package-deb >/dev/null; ls dist/packages
            for file in dist/packages/*; do dpkg-deb --field $file Package Version Architecture; done
            dpkg-deb -x dist/packages/app_1.2.0_arm64.deb unpacked && cmp unpacked/usr/bin/app app && stat -c %a unpacked/usr/bin/app
            """, in: folder)
        #expect(run.code == 0, "\(run.error)")
        #expect(
            run.output == """
                app_1.2.0_amd64.deb
                app_1.2.0_arm64.deb
                Package: app
                Version: 1.2.0
                Architecture: amd64
                Package: app
                Version: 1.2.0
                Architecture: arm64
                755

                """)
    }

    /// What `gh` gets, which has no network here.
    @Test(.needs("jq", package: "jq")) func everyFileToUploadIsThere() async throws {
        try await release()
        let run = try await runShell(
            """
            gh() { shift 3; ls "$@" | sort; }; export -f gh
            jq -r '.[] | select(.type != "Binary") | .path' dist/release/artifacts.json |
                xargs bash -c 'gh release upload v1.2.0 "$@"' - dist/release/artifacts.json dist/release/metadata.json
            """, in: folder)
        #expect(
            run.output.split(separator: "\n").map { $0.dropFirst("dist/release/".count) } == [
                "SHA256SUMS", "app_1.2.0_linux_amd64_strip.tar.gz", "app_1.2.0_linux_arm64_strip.tar.gz",
                "app_1.2.0_windows_amd64_strip.zip", "artifacts.json", "metadata.json",
            ], "\(run.output)\(run.error)")
    }

    /// The path in the Dockerfile, with Docker's words for the platform.
    @Test func theDockerfileNamesTheBinaries() async throws {
        try await release()
        let text = try block("dockerfile", after: "Images")
        let path = try #require(text.firstMatch(of: /COPY (\S+)/)).1
        for arch in ["amd64", "arm64"] {
            let file = path.replacing("${TARGETOS}", with: "linux").replacing("${TARGETARCH}", with: arch)
            #expect(folder.read(String(file)) != nil, "\(file)")
        }
    }

    @Test func metadataNamesTheRelease() async throws {
        try await release()
        let text = try #require(folder.read("dist/release/metadata.json"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["tag"] as? String == "v1.2.0" && object["version"] as? String == "1.2.0")
        #expect(object["pipeline"] as? String == "release" && object["go"] as? String == "go1.27.3")
        #expect((object["commit"] as? String)?.count == 40 && object["changed"] == nil)
        #expect((object["date"] as? String)?.hasSuffix("Z") == true && object["project_name"] is String)
    }
}
