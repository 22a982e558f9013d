import Fixtures
import Foundation

/// A Go program with a package `blob` that is little else than 400,000 bytes of data, so that everybody knows whose they are.
struct DataProgram: Sendable, CustomStringConvertible {
    enum Form: String, CaseIterable {
        case embeddedText, embeddedBytes, embeddedFiles, numbers, bytes, constant
    }

    enum Content: String, CaseIterable {
        case random, smallNumbers
        /// Words of 4 or 8 bytes that look like addresses of the program.
        case addresses4, addresses8
    }

    enum Imports: String, CaseIterable {
        case none, fmt, netHTTP
        /// A package that uses the data too.
        case anotherUser
    }

    static let size = 400_000

    var form: Form
    var content: Content
    var imports: Imports
    var target: String
    var seed: UInt64 = 1

    var description: String { "\(target) \(form) \(content) \(imports) seed \(seed)" }

    /// Where the linker places programs; the first 4 MiB are taken for the program.
    private static let bases: [String: UInt64] = [
        "linux/amd64": 0x40_0000, "linux/386": 0x804_8000, "windows/amd64": 0x1_4000_0000, "windows/386": 0x40_0000,
        "darwin/arm64": 0x1_0000_0000,
    ]
    static let targets = bases.keys.sorted()

    let data: [UInt8]

    init(_ target: String, _ form: Form, _ content: Content, _ imports: Imports, seed: UInt64 = 1) {
        (self.target, self.form, self.content, self.imports, self.seed) = (target, form, content, imports, seed)
        var generator = SeededGenerator(seed: seed)
        let base = Self.bases[target] ?? 0
        let width = content == .addresses8 ? 8 : 4
        var data: [UInt8] = []
        data.reserveCapacity(Self.size)
        while data.count < Self.size {
            let word: UInt64 =
                switch content {
                case .random: generator.next()
                case .smallNumbers: generator.next() % 300
                case .addresses4, .addresses8: base + generator.next() % (4 << 20)
                }
            for byte in 0..<width { data.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * byte))) }
        }
        self.data = data
    }

    /// Paths of the packages that use the data; the first declares it.
    var users: [String] { ["example.test/blob", "example.test"] + (imports == .anotherUser ? ["example.test/other"] : []) }

    private var declaration: String {
        switch form {
        case .embeddedText: "//go:embed data.bin\nvar Data string"
        case .embeddedBytes: "//go:embed data.bin\nvar Data []byte"
        case .embeddedFiles: "//go:embed data.bin\nvar Files embed.FS"
        case .numbers:
            "var Data = [...]uint32{" + stride(from: 0, to: data.count, by: 4).map { "\(number(at: $0))" }.joined(separator: ",")
                + "}"
        case .bytes: "var Data = []byte{" + data.map { "\($0)" }.joined(separator: ",") + "}"
        case .constant:
            "const Data = \"" + data.map { "\\x" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "\""
        }
    }

    private func number(at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(data[offset + $1]) << UInt32(8 * $1) }
    }

    /// Writes the module into a folder.
    func write(to folder: TemporaryFolder) throws {
        let read =
            form == .embeddedFiles
            ? "\tb, _ := blob.Files.ReadFile(\"data.bin\")\n\treturn int(b[i])" : "\treturn int(blob.Data[i])"
        let (imported, use) =
            switch imports {
            case .none: ("", "")
            case .fmt: ("import \"fmt\"", "fmt.Println(i)")
            case .netHTTP: ("import \"net/http\"", "http.ListenAndServe(string(rune(i)), nil)")
            case .anotherUser: ("import \"example.test/other\"", "println(other.At(i))")
            }
        let embed = form == .embeddedFiles ? "import \"embed\"" : "import _ \"embed\""
        try folder.write(data, to: "blob/data.bin")
        try folder.write("module example.test\n\ngo 1.21\n", to: "go.mod")
        try folder.write(
            "package blob\n\n\(embed)\n\n\(declaration)\n\nfunc At(i int) int {\n\(read.replacing("blob.", with: ""))\n}\n",
            to: "blob/blob.go")
        try folder.write(
            "package other\n\nimport \"example.test/blob\"\n\n//go:noinline\nfunc At(i int) int {\n\(read)\n}\n",
            to: "other/other.go")
        try folder.write(
            "package main\n\nimport \"os\"\nimport \"example.test/blob\"\n\(imported)\n\nfunc main() {\n\ti := len(os.Args)\n"
                + "\tprintln(blob.At(i))\n\t\(use)\n}\n", to: "main.go")
    }

    /// The binary, built in a folder that holds the module.
    func build(in folder: TemporaryFolder, stripped: Bool) async throws -> [UInt8] {
        try await buildModule(folder, target: target, stripped: stripped)
    }
}

/// Builds the main package of a module. Throws what go says when it fails.
func buildModule(_ folder: TemporaryFolder, target: String, stripped: Bool) async throws -> [UInt8] {
    let platform = target.split(separator: "/").map(String.init)
    let environment = [
        "GOOS": platform[0], "GOARCH": platform[1], "GO111MODULE": "on", "GOFLAGS": "-mod=mod", "GOPROXY": "off",
    ]
    let arguments = ["-C", folder.path, "build", "-o", "program"] + (stripped ? ["-ldflags=-s -w"] : []) + ["."]
    _ = try await runGo(arguments, environment: environment)
    return [UInt8](try Data(contentsOf: URL(filePath: folder.path + "/program")))
}
