internal import ArgumentParser
internal import Execution
internal import Reporting

struct WeighCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weigh", abstract: "Where the bytes of a binary are, each under one owner.",
        discussion: """
            pare weigh ./app
            pare weigh ./app --by module,package --top 5
            pare weigh ./app --by kind --filter 'net/*'
            pare weigh ./app -o json=app.json -o html=app.html

            A report saved as JSON is taken wherever a binary is.
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var query: QueryOptions

    @Flag(help: "Compute the SHA-256 of the file.")
    var digest = false

    @Flag(help: "Measure the download size (gzip).")
    var compressed = false

    @Argument(help: ArgumentHelp("Binaries or saved reports.", valueName: "file"))
    var files: [String]

    func run() throws {
        let query = try query.query(defaultTop: output.format == .text ? 30 : nil)
        let options = WeighOptions(digest: digest, compressed: compressed)
        var reports: [SavedReport] = []
        var failed = false
        for file in files {
            do {
                reports.append(try reportOrBinary(file, options))
            } catch {
                complain("\(error)")
                failed = true
            }
        }
        if !reports.isEmpty {
            try output.write { format, style in
                let parts = try reports.map { try $0.rendered(as: format, query, style: style) }
                return format == .json && parts.count > 1 ? jsonArray(parts) : parts.joined(separator: "\n")
            }
        }
        if failed { throw ExitCode.unusable }
    }

    private func jsonArray(_ documents: [String]) -> String {
        "[\n" + documents.map { $0.last == "\n" ? String($0.dropLast()) : $0 }.joined(separator: ",\n") + "\n]\n"
    }
}
