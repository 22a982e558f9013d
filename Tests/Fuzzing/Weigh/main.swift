import BinaryFormats
import CFuzzer
import Fixtures
import Foundation

// Fuzzes the analysis of a file. `--corpus FOLDER` writes the files to start from; everything else is libFuzzer's.
if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--corpus" {
    let folder = URL(filePath: CommandLine.arguments[2])
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (index, file) in HostileCorpus.all.enumerated() {
        try Data(file.bytes).write(to: folder.appending(path: "builder-\(index)"))
    }
    exit(0)
}
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv
let status = unsafe LLVMFuzzerRunDriver(&count, &arguments) { data, size in
    do {
        try unsafe weighPrograms(of: [UInt8](UnsafeRawBufferPointer(start: data, count: size)))
    } catch is FormatError {
        return 0
    } catch {
        fatalError("\(error)")
    }
    return 0
}
exit(status)
