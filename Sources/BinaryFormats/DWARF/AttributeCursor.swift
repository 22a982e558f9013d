/// The attribute list of an abbreviation: pairs of name and form, ended by two zeros.
struct AttributeCursor: ~Escapable {
    struct Attribute {
        var name: UInt64
        var form: UInt64
        /// Of `implicit_const`, which stands here and not in the entry.
        var constant: UInt64
    }

    let reader: ByteReader
    var offset: Int

    @_lifetime(copy reader)
    init(_ reader: ByteReader, at offset: Int) {
        self.reader = reader
        self.offset = offset
    }

    mutating func next() -> Attribute? {
        guard let name = reader.uleb128(at: offset), let form = reader.uleb128(at: name.end) else { return nil }
        offset = form.end
        guard name.value != 0 || form.value != 0 else { return nil }
        var constant: UInt64 = 0
        if form.value == DebugForm.implicitConst {
            guard let value = reader.uleb128(at: offset) else { return nil }
            constant = value.value
            offset = value.end
        }
        return Attribute(name: name.value, form: form.value, constant: constant)
    }
}
