internal import Host
internal import Planning
internal import Toolchain

/// A failure in the C part of a build, and its remedy.
enum CProblem: Equatable {
    /// A header or library that the compiler did not find: `zlib.h` or `-lz`.
    case missing(String)
    /// Every file of a package has a constraint, as those that import C have.
    case excluded(package: String)

    /// Nil when the line of go, or of a compiler or linker (gcc and GNU ld, clang and lld, zig), says something else.
    package init?(_ line: String) {
        if let header = Self.header(line) {
            self = .missing(header)
        } else if let rest = line.text(after: "cannot find ") ?? line.text(after: "unable to find library "),
            rest.hasPrefix("-l")
        {
            self = .missing(String(rest.prefix { $0 != " " && $0 != ":" }))
        } else if let rest = line.text(after: "unable to find dynamic system library "), let quote = rest.first,
            "\"'".contains(quote)
        {
            self = .missing("-l\(rest.dropFirst().prefix { $0 != quote })")
        } else if let end = line.text(before: ": build constraints exclude all Go files"),
            let package = end.split(separator: " ").last, end.dropLast(package.count).hasSuffix("package ")
        {
            self = .excluded(package: String(package))
        } else {
            return nil
        }
    }

    /// `zlib.h` of gcc's `fatal error: zlib.h: No such file or directory`, clang's `fatal error: 'zlib.h' file not found`.
    private static func header(_ line: String) -> String? {
        guard let rest = line.text(after: "fatal error: ") else { return nil }
        let name = rest.drop { $0 == "'" }.prefix { $0 != "'" && $0 != ":" }
        let end = rest.drop { $0 == "'" }.dropFirst(name.count).drop { $0 == "'" }
        let isMissing = end.hasPrefix(": No such file or directory") || end.hasPrefix(" file not found")
        return name.isEmpty || !isMissing ? nil : String(name)
    }

    /// Nil when the problem is another one than it seemed.
    func remedy(for job: BuildJob) -> String? {
        switch self {
        case .missing(let name): return Self.remedy(missing: name, job)
        case .excluded(let package):
            guard job.environment.last(where: { $0.name == "CGO_ENABLED" })?.value == "0" else { return nil }
            return
                "cgo is off for \(job.target) unless the pipeline asks for it: if \(package) imports C, add `env: { CGO_ENABLED: 1 }` and see `pare doctor`"
        }
    }

    private static func remedy(missing name: String, _ job: BuildJob) -> String {
        let parts = job.target.split(separator: "/").map(String.init)
        let compiler = job.environment.first { $0.name == "CC" }?.value ?? "the C compiler"
        let ways =
            compiler.contains("zig ")
            ? "zig looks in no folder of the system: name those of the library in an override for \(job.target), "
                + "`CGO_CFLAGS: -g -O2 -idirafter FOLDER` and `CGO_LDFLAGS: -LFOLDER`"
            : parts.first == "windows"
                ? "install it for mingw (Debian has lib*-mingw-w64-dev of a few), or name its folders in `CGO_CFLAGS: -g -O2 -IFOLDER` "
                    + "and `CGO_LDFLAGS: -LFOLDER`"
                : "install its -dev package for \(job.target)\(foreign(parts)), or name its folders in "
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
