package import SystemPackage

extension FilePath {
    /// This folder and those around it that hold something of one of these names; the innermost first.
    package func enclosing(holding names: [String]) -> [FilePath] {
        var found: [FilePath] = []
        var folder = lexicallyNormalized()
        repeat {
            if names.contains(where: { fileExists(folder.appending($0).string) }) {
                found.append(folder)
            }
        } while folder.removeLastComponent()
        return found
    }
}
