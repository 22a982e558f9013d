/// Files of a release compared with those that the same commit gives here.
public struct ReleaseComparison: Sendable, Equatable {
    /// Where two builds of a program differ.
    public struct Difference: Sendable, Equatable {
        public struct Owner: Sendable, Equatable {
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
        /// Settings of the builds that differ: `-ldflags: "-X main.a=1" in the release, "" here`.
        public var settings: [String]

        public init(file: String, first: String, owners: [Owner] = [], settings: [String] = []) {
            self.file = file
            self.first = first
            self.owners = owners
            self.settings = settings
        }
    }

    public struct File: Sendable, Equatable {
        public enum Status: Sendable, Equatable {
            case same
            /// The file itself was not downloaded, but its checksum in `artifacts.json` is that of the new one.
            case sameChecksum
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
}
