/// The attributes that Pare reads, by their codes.
enum DebugAttribute {
    static let location: UInt64 = 0x02
    static let name: UInt64 = 0x03
    static let statementList: UInt64 = 0x10
    static let lowAddress: UInt64 = 0x11
    static let language: UInt64 = 0x13
    static let compilationDirectory: UInt64 = 0x1b
    static let frameBase: UInt64 = 0x40
    static let macroInfo: UInt64 = 0x43
    static let ranges: UInt64 = 0x55
    static let stringOffsetsBase: UInt64 = 0x72
    static let addressBase: UInt64 = 0x73
    static let rangeListsBase: UInt64 = 0x74
    static let macros: UInt64 = 0x79
    static let locationListsBase: UInt64 = 0x8c
    static let macrosGNU: UInt64 = 0x2119

    /// Attributes whose section offset is one of a location list: location, string_length, return_addr,
    /// data_member_location, frame_base, segment, static_link, use_location, vtable_elem_location, GNU_locviews.
    static func isLocation(_ attribute: UInt64) -> Bool {
        [0x02, 0x19, 0x2a, 0x38, 0x40, 0x46, 0x48, 0x4a, 0x4d, 0x2137].contains(attribute)
    }
}
