/// An archive of objects: headers of 60 bytes, each before its member, members at even offsets. (ar(5); names as GNU and BSD
/// write them)
struct Archive {
    private(set) var members: [Container.Member] = []

    /// Nil for any other file. Throws when a header lies; indexes of symbols and names are no members.
    init?(_ bytes: RawSpan) throws(FormatError) {
        let reader = ByteReader(bytes)
        guard reader.has("!<arch>\n", at: 0) else { return nil }
        var longNames = 0..<0
        var offset = 8
        while offset < reader.count {
            let header = try reader.record("archive header", at: offset, size: 60)
            let field = header.fixedName(48, width: 10).prefix { $0 != " " }
            guard header.u16(58) == 0x0a60, let size = UInt64(field),
                let contents = reader.range(at: UInt64(offset + 60), count: size)
            else {
                throw FormatError(
                    "archive header", at: offset, "a member of `\(field)` bytes does not fit in the \(reader.count) of the file")
            }
            let name = String(header.fixedName(0, width: 16).reversed().drop { $0 == " " }.reversed())
            switch name {
            case "/", "/SYM64/", "__.SYMDEF", "__.SYMDEF SORTED": break
            case "//": longNames = contents
            default: members.append(Archive.member(name, contents, longNames, reader))
            }
            offset = contents.upperBound + contents.upperBound % 2
        }
    }

    private static func member(_ name: String, _ contents: Range<Int>, _ longNames: Range<Int>, _ reader: ByteReader)
        -> Container.Member
    {
        // BSD: the name begins the member.
        if name.hasPrefix("#1/"), let length = Int(name.dropFirst(3)), (0...contents.count).contains(length) {
            let end = contents.lowerBound + length
            let text = reader.terminator(in: contents.lowerBound..<end) ?? end
            return Container.Member(name: reader.string(contents.lowerBound..<text), range: end..<contents.upperBound)
        }
        // GNU: an offset into the table of long names, or a name that a slash ends.
        if name.hasPrefix("/"), let offset = Int(name.dropFirst()), (0..<longNames.count).contains(offset) {
            let text = reader.string(longNames.lowerBound + offset..<longNames.upperBound).prefix { $0 != "\n" && $0 != "/" }
            return Container.Member(name: String(text), range: contents)
        }
        return Container.Member(name: String(name.prefix { $0 != "/" }), range: contents)
    }
}
