import Foundation
public import Testing

/// Pare's JSON Schemas, by the validators that Scripts/validators installs.
public enum Schemas {
    /// Folder of the schemas.
    public static let folder = "\(GoBuild.checkout)/docs/schemas"
    private static let python = "\(GoBuild.checkout)/.toolchain/validators/bin/python"

    /// Reason for skipping what needs the validators; nil where they are installed.
    public static var missing: String? {
        FileManager.default.isExecutableFile(atPath: python)
            ? nil : "no validators in .toolchain: Scripts/validators installs them from PyPI"
    }

    /// Problems of all files of a folder, each by the validators of its format, which its extension tells.
    public static func validate(_ folder: TemporaryFolder) throws -> (output: String, isValid: Bool) {
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["\(GoBuild.checkout)/Tests/RenderingTests/Validators/validate.py", folder.path, Self.folder]
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (output, process.terminationStatus == 0)
    }
}

/// Expects documents to be valid by the schema that each names; a part of the test that is skipped without validators.
public func expectValid(_ documents: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
    if let reason = Schemas.missing { return noteSkip(reason) }
    let folder = try TemporaryFolder()
    for (index, text) in documents.enumerated() { try folder.write(text, to: "\(index).json") }
    let (output, isValid) = try Schemas.validate(folder)
    #expect(isValid && output.hasPrefix("\(documents.count) files"), "\(output)", sourceLocation: sourceLocation)
}
