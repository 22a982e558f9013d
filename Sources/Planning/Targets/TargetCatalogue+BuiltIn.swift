extension TargetCatalogue {
    /// The catalogue for a folder without `targets.json`.
    ///
    /// Throws when `builtInText` does not read, which its test rules out.
    public static func builtIn(native: String) throws(ConfigurationError) -> TargetCatalogue {
        try read(builtInText, file: "built-in targets.json", native: native)
    }

    /// Byte for byte the `targets.json` of Pare's own repository; a test compares them.
    public static let builtInText = """
        {
          "go": "1.27.3",
          "targets": [
            { "goos": "aix", "goarch": "ppc64", "cgo": "yes" },
            { "goos": "android", "goarch": "386", "cgo": "required" },
            { "goos": "android", "goarch": "amd64", "cgo": "required" },
            { "goos": "android", "goarch": "arm", "cgo": "required" },
            { "goos": "android", "goarch": "arm64", "cgo": "yes" },
            { "goos": "darwin", "goarch": "amd64", "firstClass": true, "cgo": "yes" },
            { "goos": "darwin", "goarch": "arm64", "firstClass": true, "cgo": "yes" },
            { "goos": "dragonfly", "goarch": "amd64", "cgo": "yes" },
            { "goos": "freebsd", "goarch": "386", "cgo": "yes" },
            { "goos": "freebsd", "goarch": "amd64", "cgo": "yes" },
            { "goos": "freebsd", "goarch": "arm", "cgo": "yes" },
            { "goos": "freebsd", "goarch": "arm64", "cgo": "yes" },
            { "goos": "illumos", "goarch": "amd64", "cgo": "yes" },
            { "goos": "ios", "goarch": "amd64", "cgo": "required" },
            { "goos": "ios", "goarch": "arm64", "cgo": "required" },
            { "goos": "js", "goarch": "wasm", "cgo": "no" },
            { "goos": "linux", "goarch": "386", "firstClass": true, "cgo": "yes", "cc": "i686-linux-gnu-gcc", "cxx": "i686-linux-gnu-g++", "debian": "g++-i686-linux-gnu", "zig": "x86-linux-gnu" },
            { "goos": "linux", "goarch": "amd64", "firstClass": true, "cgo": "yes", "cc": "x86_64-linux-gnu-gcc", "cxx": "x86_64-linux-gnu-g++", "debian": "g++-x86-64-linux-gnu", "zig": "x86_64-linux-gnu" },
            { "goos": "linux", "goarch": "arm", "firstClass": true, "cgo": "yes", "cc": "arm-linux-gnueabihf-gcc", "cxx": "arm-linux-gnueabihf-g++", "debian": "g++-arm-linux-gnueabihf", "zig": "arm-linux-gnueabihf" },
            { "goos": "linux", "goarch": "arm64", "firstClass": true, "cgo": "yes", "cc": "aarch64-linux-gnu-gcc", "cxx": "aarch64-linux-gnu-g++", "debian": "g++-aarch64-linux-gnu", "zig": "aarch64-linux-gnu" },
            { "goos": "linux", "goarch": "loong64", "cgo": "yes" },
            { "goos": "linux", "goarch": "mips", "cgo": "yes" },
            { "goos": "linux", "goarch": "mips64", "cgo": "yes" },
            { "goos": "linux", "goarch": "mips64le", "cgo": "yes" },
            { "goos": "linux", "goarch": "mipsle", "cgo": "yes" },
            { "goos": "linux", "goarch": "ppc64", "cgo": "yes" },
            { "goos": "linux", "goarch": "ppc64le", "cgo": "yes", "cc": "powerpc64le-linux-gnu-gcc", "cxx": "powerpc64le-linux-gnu-g++", "debian": "g++-powerpc64le-linux-gnu" },
            { "goos": "linux", "goarch": "riscv64", "cgo": "yes", "cc": "riscv64-linux-gnu-gcc", "cxx": "riscv64-linux-gnu-g++", "debian": "g++-riscv64-linux-gnu", "zig": "riscv64-linux-gnu" },
            { "goos": "linux", "goarch": "s390x", "cgo": "yes", "cc": "s390x-linux-gnu-gcc", "cxx": "s390x-linux-gnu-g++", "debian": "g++-s390x-linux-gnu" },
            { "goos": "netbsd", "goarch": "386", "cgo": "yes" },
            { "goos": "netbsd", "goarch": "amd64", "cgo": "yes" },
            { "goos": "netbsd", "goarch": "arm", "cgo": "yes" },
            { "goos": "netbsd", "goarch": "arm64", "cgo": "yes" },
            { "goos": "openbsd", "goarch": "386", "cgo": "yes" },
            { "goos": "openbsd", "goarch": "amd64", "cgo": "yes" },
            { "goos": "openbsd", "goarch": "arm", "cgo": "yes" },
            { "goos": "openbsd", "goarch": "arm64", "cgo": "yes" },
            { "goos": "openbsd", "goarch": "ppc64", "cgo": "no" },
            { "goos": "openbsd", "goarch": "riscv64", "cgo": "yes" },
            { "goos": "plan9", "goarch": "386", "cgo": "no" },
            { "goos": "plan9", "goarch": "amd64", "cgo": "no" },
            { "goos": "plan9", "goarch": "arm", "cgo": "no" },
            { "goos": "solaris", "goarch": "amd64", "cgo": "yes" },
            { "goos": "wasip1", "goarch": "wasm", "cgo": "no" },
            { "goos": "windows", "goarch": "386", "firstClass": true, "cgo": "yes", "cc": "i686-w64-mingw32-gcc", "cxx": "i686-w64-mingw32-g++", "debian": "g++-mingw-w64-i686", "zig": "x86-windows-gnu" },
            { "goos": "windows", "goarch": "amd64", "firstClass": true, "cgo": "yes", "cc": "x86_64-w64-mingw32-gcc", "cxx": "x86_64-w64-mingw32-g++", "debian": "g++-mingw-w64-x86-64", "zig": "x86_64-windows-gnu" },
            { "goos": "windows", "goarch": "arm64", "cgo": "yes", "zig": "aarch64-windows-gnu" }
          ],
          "groups": [
            { "name": "all", "targets": ["*/*"] },
            { "name": "desktop", "targets": ["linux/amd64", "linux/arm64", "darwin/*", "windows/amd64", "windows/arm64"] },
            { "name": "server", "targets": ["linux/amd64", "linux/arm64", "linux/ppc64le", "linux/riscv64", "linux/s390x"] },
            { "name": "mobile", "targets": ["android/*", "ios/*"] },
            { "name": "bsd", "targets": ["dragonfly/*", "freebsd/*", "netbsd/*", "openbsd/*"] },
            { "name": "unix", "targets": ["aix/*", "android/*", "darwin/*", "dragonfly/*", "freebsd/*", "illumos/*", "ios/*", "linux/*", "netbsd/*", "openbsd/*", "solaris/*"] },
            { "name": "wasm", "targets": ["*/wasm"] }
          ],
          "variants": [
            { "goarch": ["386"], "variable": "GO386", "values": ["sse2", "softfloat"], "default": "sse2" },
            { "goarch": ["amd64"], "variable": "GOAMD64", "values": ["v1", "v2", "v3", "v4"], "default": "v1" },
            { "goarch": ["arm"], "variable": "GOARM", "values": ["5", "6", "7"], "options": ["softfloat", "hardfloat"], "default": "7" },
            { "goarch": ["arm64"], "variable": "GOARM64", "values": ["v8.0", "v8.1", "v8.2", "v8.3", "v8.4", "v8.5", "v8.6", "v8.7", "v8.8", "v8.9", "v9.0", "v9.1", "v9.2", "v9.3", "v9.4", "v9.5"], "options": ["lse", "crypto"], "default": "v8.0" },
            { "goarch": ["mips", "mipsle"], "variable": "GOMIPS", "values": ["hardfloat", "softfloat"], "default": "hardfloat" },
            { "goarch": ["mips64", "mips64le"], "variable": "GOMIPS64", "values": ["hardfloat", "softfloat"], "default": "hardfloat" },
            { "goarch": ["ppc64", "ppc64le"], "variable": "GOPPC64", "values": ["power8", "power9", "power10"], "default": "power8" },
            { "goarch": ["riscv64"], "variable": "GORISCV64", "values": ["rva20u64", "rva22u64", "rva23u64"], "default": "rva20u64" },
            { "goarch": ["wasm"], "variable": "GOWASM", "values": ["satconv", "signext"] }
          ]
        }

        """
}
