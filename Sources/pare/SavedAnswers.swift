internal import Building
internal import Planning
internal import Reports

extension SavedReport {
    /// Throws for options that ask for what only the binary could tell.
    func check(_ options: WeighOptions, _ query: BreakdownQuery, name: String) throws(ReportError) {
        func refuse(_ option: String, _ what: String) -> ReportError {
            ReportError("\(name): \(option) needs the binary: this saved report \(what); weigh the binary itself")
        }
        if options.instantiatingGenerics { throw refuse("--generics instantiating", "was made already") }
        if options.debugFiles.named != nil { throw refuse("--debug-file", "was made already") }
        switch self {
        case .measure: throw ReportError.noSizes(name)
        case .weigh(let report):
            if options.digest, report.file.sha256 == nil { throw refuse("--digest", "has no SHA-256") }
            if options.compressed, report.file.compressed == nil { throw refuse("--compressed", "has no download size") }
        case .build:
            if options.digest { throw refuse("--digest", "is one of many files") }
            if options.compressed { throw refuse("--compressed", "is one of many files") }
            let asked = [
                query.filter == nil ? nil : "--filter", query.dimensions == [.package] ? nil : "--by",
                query.groups.groups.isEmpty ? nil : "--groups",
            ]
            if let option = asked.compactMap(\.self).first {
                throw refuse(option, "is that of a pipeline, which is shown by packages alone")
            }
        }
    }
}
