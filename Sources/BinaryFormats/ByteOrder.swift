/// The order of bytes in a multi-byte integer of the file.
public enum ByteOrder: Sendable, Hashable {
    case little
    case big
}
