internal import Planning

/// A C header or library that a build's compiler did not find, and what to do about it.
struct MissingLibrary: Equatable {
    /// `zlib.h` or `-lz`
    var name: String

    /// Nil when the line of a compiler or linker (gcc and GNU ld, clang and lld, zig) says something else.
    init?(_ line: String) {
        if let header = line.firstMatch(of: /fatal error: '?([^':]+)'?(?:: No such file or directory| file not found)/) {
            name = String(header.1)
        } else if let library = line.firstMatch(of: /(?:cannot find|unable to find library) (-l[^ :]+)/) {
            name = String(library.1)
        } else if let library = line.firstMatch(of: /unable to find dynamic system library ["']([^"']+)["']/) {
            name = "-l\(library.1)"
        } else {
            return nil
        }
    }

    func remedy(for job: BuildJob) -> String {
        let parts = job.target.split(separator: "/").map(String.init)
        let compiler = job.environment.first { $0.name == "CC" }?.value ?? "the C compiler"
        let ways =
            compiler.contains("zig ")
            ? "zig looks in no folder of the system: name those of the library in an override for \(job.target), "
                + "`CGO_CFLAGS: -g -O2 -idirafter FOLDER` and `CGO_LDFLAGS: -LFOLDER`"
            : parts.first == "windows"
                ? "install it for mingw (Debian has lib*-mingw-w64-dev of a few), or name its folders in `CGO_CFLAGS: -g -O2 -IFOLDER` "
                    + "and `CGO_LDFLAGS: -LFOLDER`"
                : "install its -dev package for \(job.target)\(Self.foreign(parts)), or name its folders in "
                    + "`CGO_CFLAGS: -g -O2 -IFOLDER` and `CGO_LDFLAGS: -LFOLDER`"
        return "\(compiler) finds no \(name) for \(job.target): \(ways)"
    }

    /// How Debian gives libraries of another processor.
    private static func foreign(_ target: [String]) -> String {
        guard target.count > 1, "linux/\(target[1])" != Project.native, let name = debian[target[1]] else { return "" }
        return " (Debian: dpkg --add-architecture \(name), apt-get update, apt-get install lib…-dev:\(name))"
    }

    private static let debian = [
        "386": "i386", "amd64": "amd64", "arm": "armhf", "arm64": "arm64", "mips64le": "mips64el", "ppc64le": "ppc64el",
        "riscv64": "riscv64", "s390x": "s390x",
    ]
}
