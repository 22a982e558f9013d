internal import BinaryFormats
internal import GoMetadata
internal import Host

/// Reason why a binary does not run on a machine of that target, `linux/amd64`; nil where it runs, or is no binary, as a script. No
/// emulator is used: it would be measured too.
package func reasonNotToRun(_ path: String, on host: String) -> String? {
    let parts = host.split(separator: "/").map(String.init)
    guard parts.count > 1, let file = try? MappedFile(path: path) else { return nil }
    let (system, processor): (String, String)
    if let container = try? Container(file.bytes), container.isUniversal {
        (system, processor) = ("darwin", "universal")
    } else if let image = try? Image(file.bytes) {
        let info = GoProgram(image, file.bytes).buildInfo
        let usual = ["elf": "linux", "pe": "windows", "macho": "darwin", "wasm": "js"][image.format.rawValue] ?? ""
        system = info?.setting("GOOS") ?? image.operatingSystem ?? usual
        processor = info?.setting("GOARCH") ?? image.architecture.name
    } else {
        return nil
    }
    let fitting = [parts[1], "universal"] + (parts[1] == "amd64" ? ["386"] : [])
    let runs = system == parts[0] && fitting.contains(processor)
    return runs ? nil : "a program for \(system)/\(processor) does not run on \(host)"
}
