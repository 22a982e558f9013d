/// Files of a release compared with those that the same commit gives here: schema `pare.verify-release/1`.
public struct ReleaseComparison: Encodable, Sendable, Equatable {
    public static let schema = "pare.verify-release/1"

    /// Where two builds of a program differ.
    public struct Difference: Encodable, Sendable, Equatable {
        public struct Owner: Encodable, Sendable, Equatable {
            /// Import path of a package, or kind of overhead.
            public var name: String
            public var size: Int

            public init(name: String, size: Int) {
                self.name = name
                self.size = size
            }
        }

        /// Name of the file, in its archive.
        public var file: String
        /// `byte 0x1a2b of .rodata, example.com/app (main.stamp)`
        public var first: String
        /// Bytes that differ by their owner, largest first.
        public var owners: [Owner]
        /// Settings and versions of the builds that differ, ``version of example.org/app: `v1.2.0`, here `v1.2.1` ``; where none does,
        /// packages of another size.
        public var settings: [String]

        public init(file: String, first: String, owners: [Owner] = [], settings: [String] = []) {
            self.file = file
            self.first = first
            self.owners = owners
            self.settings = settings
        }
    }

    public struct File: Encodable, Sendable, Equatable {
        public enum Status: String, Encodable, Sendable {
            case same
            /// The file itself was not downloaded, but its checksum in `artifacts.json` is that of the new one.
            case sameChecksum = "same-checksum"
            case different
        }

        public var name: String
        public var status: Status
        /// Reason why it differs, where that is no difference of its bytes.
        public var message: String?
        public var differences: [Difference]

        public init(name: String, status: Status, message: String? = nil, differences: [Difference] = []) {
            self.name = name
            self.status = status
            self.message = message
            self.differences = differences
        }
    }

    /// `v1.2.0 (1a2b3c4d5)`
    public var revision: String
    /// Conditions that differ, and what could not be compared.
    public var notes: [String]
    public var files: [File]

    public init(revision: String, notes: [String] = [], files: [File] = []) {
        self.revision = revision
        self.notes = notes
        self.files = files
    }

    public var isSame: Bool { !files.contains { $0.status == .different } }

    private enum CodingKeys: String, CodingKey { case schema, revision, same, notes, files }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.schema, forKey: .schema)
        try container.encode(revision, forKey: .revision)
        try container.encode(isSame, forKey: .same)
        try container.encode(notes, forKey: .notes)
        try container.encode(files, forKey: .files)
    }
}
