/// The processor a binary is made for, under Go's name where Go has one.
public struct Architecture: Hashable, Sendable {
    /// GOARCH, or a description such as `ELF machine 94`.
    public let name: String

    init(_ name: String) {
        self.name = name
    }
}
