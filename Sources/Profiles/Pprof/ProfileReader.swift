public import BinaryFormats

extension Profile {
    /// Contents of a profile beyond this are not read, bytes.
    static let sizeLimit = 1 << 28

    /// Reads a profile, compressed or not. Throws for other files and damaged ones. (github.com/google/pprof, proto/profile.proto)
    public init(_ file: [UInt8]) throws(FormatError) {
        let bytes = try inflated(file, limit: Profile.sizeLimit)
        let reader = unsafe ByteReader(bytes.span.bytes)
        var parts = ProfileParts()
        try parts.read(reader)
        self = try parts.profile(reader)
    }
}

/// Messages of a profile before their references are followed. Identifiers and string numbers are the file's.
private struct ProfileParts {
    private typealias Line = (function: UInt64, line: UInt64)

    private var types: [Range<Int>] = []
    private var samples: [Range<Int>] = []
    private var functions: [UInt64: (name: UInt64, file: UInt64)] = [:]
    private var locations: [(id: UInt64, lines: [Line])] = []
    private var strings: [Range<Int>] = []
    private var mapping: (file: UInt64, buildID: UInt64)?
    private var defaultType: UInt64 = 0
    private var time: UInt64 = 0
    private var duration: UInt64 = 0

    mutating func read(_ reader: ByteReader) throws(FormatError) {
        var fields = MessageFields(reader, in: 0..<reader.count)
        while let (field, value) = try fields.next() {
            switch (field, value) {
            case (1, .bytes(let range)): types.append(range)
            case (2, .bytes(let range)): samples.append(range)
            case (3, .bytes(let range)) where mapping == nil: mapping = try readMapping(reader, range)
            case (4, .bytes(let range)): locations.append(try readLocation(reader, range))
            case (5, .bytes(let range)): try readFunction(reader, range)
            case (6, .bytes(let range)): strings.append(range)
            case (9, .number(let number)): time = number
            case (10, .number(let number)): duration = number
            case (14, .number(let number)): defaultType = number
            default: break
            }
        }
        guard !types.isEmpty, strings.first?.isEmpty == true else {
            throw FormatError("profile", at: 0, "not a profile in pprof's format: it has no sample type or no table of strings")
        }
    }

    func profile(_ reader: ByteReader) throws(FormatError) -> Profile {
        let strings = strings
        func string(_ number: UInt64) -> String {
            Int(exactly: number).flatMap { strings.indices.contains($0) ? reader.string(strings[$0]) : nil } ?? ""
        }
        var types: [Profile.ValueType] = []
        for range in self.types {
            let numbers = try numbers(reader, range)
            types.append(Profile.ValueType(name: string(numbers[1, default: 0]), unit: string(numbers[2, default: 0])))
        }
        var functionIndices: [UInt64: Int] = [:]
        var functions: [Profile.Function] = []
        for (id, function) in self.functions.sorted(by: { $0.key < $1.key }) {
            functionIndices[id] = functions.count
            functions.append(Profile.Function(name: string(function.name), file: string(function.file)))
        }
        var locationIndices: [UInt64: Int] = [:]
        var frames: [[Profile.Frame]] = []
        for location in locations {
            locationIndices[location.id] = frames.count
            frames.append(
                location.lines.compactMap { line in
                    functionIndices[line.function].map {
                        Profile.Frame(function: $0, line: Int(clamping: Int64(bitPattern: line.line)))
                    }
                })
        }
        return Profile(
            types: types, defaultType: types.firstIndex { $0.name == string(defaultType) } ?? types.count - 1,
            functions: functions, locations: frames, samples: try samples(reader, locationIndices, types: types.count),
            program: mapping.map { (string($0.file), string($0.buildID)) } ?? ("", ""), time: Int64(bitPattern: time),
            duration: Int64(bitPattern: duration))
    }

    private func samples(
        _ reader: ByteReader, _ locations: [UInt64: Int], types: Int
    ) throws(FormatError) -> [Profile.Sample] {
        var result: [Profile.Sample] = []
        result.reserveCapacity(samples.count)
        for range in samples {
            var stack: [UInt64] = []
            var values: [UInt64] = []
            var fields = MessageFields(reader, in: range)
            while let (field, value) = try fields.next() {
                if field == 1 { try reader.append(value, to: &stack) }
                if field == 2 { try reader.append(value, to: &values) }
            }
            guard values.count == types else {
                throw FormatError("sample", at: range.lowerBound, "has \(values.count) values, expected \(types)")
            }
            result.append(
                Profile.Sample(
                    stack: stack.compactMap { locations[$0] }, values: values.map { Int64(bitPattern: $0) }))
        }
        return result
    }

    /// The numbers of a message by field, the last of each.
    private func numbers(_ reader: ByteReader, _ range: Range<Int>) throws(FormatError) -> [UInt64: UInt64] {
        var result: [UInt64: UInt64] = [:]
        var fields = MessageFields(reader, in: range)
        while let (field, value) = try fields.next() {
            if case .number(let number) = value { result[field] = number }
        }
        return result
    }

    private func readMapping(_ reader: ByteReader, _ range: Range<Int>) throws(FormatError) -> (UInt64, UInt64) {
        let numbers = try numbers(reader, range)
        return (numbers[5, default: 0], numbers[6, default: 0])
    }

    private mutating func readFunction(_ reader: ByteReader, _ range: Range<Int>) throws(FormatError) {
        let numbers = try numbers(reader, range)
        functions[numbers[1, default: 0]] = (numbers[2, default: 0], numbers[4, default: 0])
    }

    private func readLocation(_ reader: ByteReader, _ range: Range<Int>) throws(FormatError) -> (UInt64, [Line]) {
        var id: UInt64 = 0
        var lines: [Line] = []
        var fields = MessageFields(reader, in: range)
        while let (field, value) = try fields.next() {
            switch (field, value) {
            case (1, .number(let number)): id = number
            case (4, .bytes(let range)):
                let numbers = try numbers(reader, range)
                lines.append((numbers[1, default: 0], numbers[2, default: 0]))
            default: break
            }
        }
        return (id, lines)
    }
}
