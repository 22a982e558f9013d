extension BuildSettings {
    /// These with every template filled; one without a value stays, and is a problem already.
    func filled(with value: (String) -> String?) -> BuildSettings {
        func fill(_ text: String) -> String { Template(text)?.filled(with: value) ?? text }
        var filled = self
        filled.environment = environment.map { EnvironmentVariable($0.name, fill($0.value)) }
        filled.flags = flags.map(fill)
        filled.ldflags = ldflags.map(fill)
        filled.gcflags = gcflags.map(fill)
        filled.asmflags = asmflags.map(fill)
        filled.gccgoflags = gccgoflags.map(fill)
        filled.cflags = cflags.map(fill)
        filled.extldflags = extldflags.map(fill)
        return filled
    }
}
