internal import CYaml

/// The events of a YAML text as libyaml reports them, copied into values before the next one is read.
@safe struct YAMLEvents: ~Copyable {
    struct Event {
        enum Kind {
            case streamStart, streamEnd, documentStart, documentEnd
            case alias(String)
            case scalar(Node.Scalar, anchor: String?)
            case sequenceStart(anchor: String?)
            case mappingStart(anchor: String?)
            case sequenceEnd, mappingEnd
        }

        let kind: Kind
        let mark: Node.Mark
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>

    init(_ text: String) throws(YAMLError) {
        let utf8 = text.utf8
        unsafe self.text = .allocate(capacity: utf8.count)
        _ = unsafe self.text.initialize(from: utf8)
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        guard unsafe yaml_parser_initialize(parser) == 1 else { throw .syntax(problem: "out of memory", line: 1) }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, self.text.baseAddress, self.text.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe text.deallocate()
    }

    mutating func next() throws(YAMLError) -> Event {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw error() }
        defer { unsafe yaml_event_delete(&event) }
        let mark = unsafe Node.Mark(
            line: Self.number(event.start_mark.line), column: Self.number(event.start_mark.column))
        return Event(kind: unsafe Self.kind(of: event), mark: mark)
    }

    private static func kind(of event: yaml_event_t) -> Event.Kind {
        switch unsafe event.type {
        case YAML_STREAM_START_EVENT: return .streamStart
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_ALIAS_EVENT: return .alias(unsafe string(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            // A scalar may contain NUL, so its length counts.
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let value = unsafe Node.Scalar(
                string: String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
            return .scalar(value, anchor: unsafe string(scalar.anchor))
        case YAML_SEQUENCE_START_EVENT: return .sequenceStart(anchor: unsafe string(event.data.sequence_start.anchor))
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT: return .mappingStart(anchor: unsafe string(event.data.mapping_start.anchor))
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        default: return .streamEnd
        }
    }

    private func error() -> YAMLError {
        let parser = unsafe parser.pointee
        let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "out of memory"
        guard unsafe parser.error != YAML_READER_ERROR else {
            return .characters(problem: problem, offset: unsafe Int(clamping: parser.problem_offset))
        }
        return .syntax(
            problem: problem, line: unsafe Self.number(parser.problem_mark.line),
            context: unsafe parser.context.map { unsafe String(cString: $0) },
            contextLine: unsafe Self.number(parser.context_mark.line))
    }

    /// libyaml counts from 0.
    private static func number(_ index: Int) -> Int {
        index == Int.max ? index : index + 1
    }

    private static func string(_ text: UnsafeMutablePointer<UInt8>?) -> String? {
        unsafe text.map { unsafe String(cString: $0) }
    }
}
