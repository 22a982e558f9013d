internal import BinaryFormats
internal import Host

/// Why a binary cannot run on a machine of that target, `linux/amd64`; nil where it can or is no binary, as a script is. No emulator
/// is used: it would be measured too.
package func reasonNotToRun(_ path: String, on host: String) -> String? {
    guard let file = try? MappedFile(path: path), let image = try? Image(file.bytes) else { return nil }
    let system =
        switch image.format {
        case .elf: image.operatingSystem ?? "linux"
        case .pe: "windows"
        case .macho: "darwin"
        case .wasm: "WebAssembly"
        }
    let parts = host.split(separator: "/")
    guard parts.count > 1 else { return nil }
    let name = image.architecture.name
    let runs = system == parts[0] && (name == parts[1] || (name, parts[1]) == ("386", "amd64"))
    return runs ? nil : "a program for \(system)/\(name) does not run on \(host)"
}
