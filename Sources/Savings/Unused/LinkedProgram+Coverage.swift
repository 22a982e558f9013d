internal import GoSource
internal import Host
package import Profiles
internal import Toolchain

extension LinkedProgram {
    /// The functions of a coverage profile in text form, which names files and lines only: those that its blocks begin in, by the
    /// sources of this program. Files of other programs are left out, and returned.
    package func coverage(_ text: CoverageText) -> (coverage: Coverage, strangers: [String]) {
        var coverage = Coverage()
        coverage.runs = 1
        var strangers: [String] = []
        for (file, blocks) in text.files {
            guard let slash = file.lastIndex(of: "/"), let package = packages[String(file[..<slash])],
                package.sources.contains(String(file[file.index(after: slash)...])),
                let source = try? MappedFile(path: "\(package.folder ?? ".")/\(file[file.index(after: slash)...])").text
            else {
                strangers.append(file)
                continue
            }
            let declared = GoOutline(source: source).declarations.filter { $0.keyword == "func" && $0.name != nil }
            var functions: [Int: Coverage.Function] = [:]
            for block in blocks {
                guard let index = declared.lastIndex(where: { $0.line <= block.line }) else { continue }
                var function =
                    functions[index]
                    ?? Coverage.Function(name: declared[index].name ?? "", file: file, line: declared[index].line)
                function.add(statements: block.statements, ran: block.ran)
                functions[index] = function
            }
            var part = Coverage()
            part.packages[package.path] = Coverage.Package(
                path: package.path, functions: functions.sorted { $0.key < $1.key }.map(\.value))
            coverage.merge(part)
        }
        return (coverage, strangers.sorted())
    }
}
