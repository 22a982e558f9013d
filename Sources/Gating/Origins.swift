package import Reports

/// Lines of the sources that bring packages and modules into the programs of a report.
package struct Origins {
    private var packages: [String: SourcePlace] = [:]
    private var modules: [String: SourcePlace] = [:]

    package init() {}

    package init(_ report: BuildReport) {
        for list in report.savings ?? [] {
            for origin in list.origins ?? [] {
                for package in origin.packages { packages["\(list.main) \(package)"] = origin.place }
                for module in origin.modules { modules["\(list.main) \(module)"] = origin.place }
            }
        }
    }

    /// The line to blame for a finding; nil for findings of whole binaries.
    func place(of finding: Finding) -> SourcePlace? {
        guard let name = finding.name else { return nil }
        let key = "\(finding.program) \(name)"
        switch finding.kind {
        case .packageSize, .packageGrowth, .forbiddenPackage: return packages[key]
        case .moduleSize, .moduleGrowth: return modules[key]
        default: return nil
        }
    }
}
