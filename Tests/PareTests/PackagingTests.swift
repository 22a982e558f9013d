import Fixtures
import Foundation
import Testing

/// `make dist` and `make install`, of the program under test without its debug data.
struct PackagingTests {
    private static let files = [
        "bin/pare", "share/bash-completion/completions/pare", "share/fish/vendor_completions.d/pare.fish",
        "share/man/man1/pare.1.gz",
    ]

    @Test func bothPackagesHoldProgramCompletionsAndManPage() async throws {
        let folder = try TemporaryFolder()
        let run = try await runShell(
            """
            set -euo pipefail
            strip -o pare $PARE && \(GoBuild.checkout)/Scripts/dist ./pare out
            tar tzf out/pare-*.tar.gz | grep -v '/$'
            """, in: folder, environment: ["DEBFULLNAME": "The packagers", "DEBEMAIL": "packagers@example.com"])
        #expect(run.code == 0, "\(run.error)")
        let lines = run.output.split(separator: "\n").map(String.init)
        let archive = try #require(lines.first)
        let name = String(archive.dropFirst(4).dropLast(".tar.gz".count))
        #expect(archive.hasPrefix("out/pare-0.") && archive.contains("-linux-"), "\(archive)")
        let expected = (Self.files + ["CHANGELOG.md", "LICENSE", "README.md", "share/zsh/site-functions/_pare"]).map {
            "\(name)/\($0)"
        }
        #expect(lines.filter { $0.hasPrefix(name) }.sorted() == expected.sorted())

        guard lines.count > 1, lines[1].hasSuffix(".deb") else {
            try skip("no dpkg-deb on PATH: apt-get install dpkg")
        }
        let package = try await runShell(
            """
            set -euo pipefail
            dpkg-deb --fsys-tarfile \(lines[1]) | tar t | grep -v '/$'
            dpkg-deb --field \(lines[1]) Package Version Depends Maintainer
            dpkg-deb -x \(lines[1]) unpacked
            unpacked/usr/bin/pare --version
            zcat unpacked/usr/share/man/man1/pare.1.gz
            cat unpacked/usr/share/doc/pare/copyright
            bash -n unpacked/usr/share/bash-completion/completions/pare
            """, in: folder)
        #expect(package.code == 0, "\(package.error)")
        let listed = package.output.split(separator: "\n").filter { $0.hasPrefix("./usr/") }.map(String.init)
        let documents = ["CHANGELOG.md", "README.md", "changelog.gz", "copyright"].map { "share/doc/pare/\($0)" }
        let files = Self.files + documents + ["share/lintian/overrides/pare", "share/zsh/vendor-completions/_pare"]
        #expect(listed.sorted() == files.map { "./usr/\($0)" }.sorted())
        for text in [
            "Package: pare", "libsqlite3-0", "libyaml-0-2", "Maintainer: The packagers <packagers@example.com>",
            "License: Apache-2.0",
            "\npare 0.", ".TH PARE 1", ".SS pare weigh", "\\-\\-top <",
        ] {
            #expect(package.output.contains(text), "\(text)")
        }
    }

    /// Debian's own checker; the path to libraries is that of a build for tests, which `make build` has not.
    @Test(.needs("lintian", package: "lintian")) func lintianFindsNothing() async throws {
        let folder = try TemporaryFolder()
        let run = try await runShell(
            """
            set -euo pipefail
            strip -o pare $PARE && \(GoBuild.checkout)/Scripts/dist ./pare out >&2
            lintian --fail-on error,warning --suppress-tags custom-library-search-path out/*.deb
            """, in: folder)
        #expect(run.code == 0, "\(run.output)\(run.error)")
    }

    /// A debugger finds the file by the section's name of it; a program that was not linked again stays as it is.
    @Test func debugDataIsMovedWithTheProgram() async throws {
        let folder = try TemporaryFolder()
        let run = try await runShell(
            """
            set -euo pipefail
            objcopy --remove-section .gnu_debuglink /bin/true program
            \(GoBuild.checkout)/Scripts/separate-debug-data program
            ./program && readelf -p .gnu_debuglink program && stat -c %i program >first
            \(GoBuild.checkout)/Scripts/separate-debug-data program
            stat -c %i program | cmp - first && ls
            """, in: folder)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.contains("program.debug"))
        #expect(run.output.hasSuffix("first\nprogram\nprogram.debug\n"), "\(run.output)")
    }
}
