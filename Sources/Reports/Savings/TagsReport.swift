/// Effects of the build tags of a program's packages: schema `pare.tags/1`. Sizes are bytes of stripped files that were
/// really built.
public struct TagsReport: Codable, Sendable, Equatable {
    public static let schema = "pare.tags/1"

    /// The program with some tags.
    public struct Size: Codable, Sendable, Equatable {
        public var tags: [String]
        public var bytes: Int?
        /// Why it was not built.
        public var reason: String?

        public init(tags: [String], bytes: Int? = nil, reason: String? = nil) {
            self.tags = tags
            self.bytes = bytes
            self.reason = reason
        }
    }

    public struct Tag: Codable, Sendable, Equatable {
        public var name: String
        /// Whether the build that was asked for has it.
        public var isSet: Bool
        /// Packages whose files ask for it.
        public var packages: [String]
        /// Additions to the program without any of the tags, and removals; files of packages that stay.
        public var filesAdded: [String] = []
        public var filesRemoved: [String] = []
        public var packagesAdded: [String] = []
        public var packagesRemoved: [String] = []
        /// Bytes more when it is added to the program without any of the tags; negative when the file becomes smaller.
        public var added: Int?
        /// Bytes more when it is removed from the program with all the tags.
        public var removed: Int?
        /// Why a figure is missing.
        public var reason: String?

        public init(name: String, isSet: Bool, packages: [String]) {
            self.name = name
            self.isSet = isSet
            self.packages = packages
        }

        /// Files and packages that come and go.
        public var changes: Int { filesAdded.count + filesRemoved.count + packagesAdded.count + packagesRemoved.count }
    }

    public var schema = TagsReport.schema
    public var units = "bytes of the stripped file, built"
    public var target: String
    public var go: String
    public var main: String
    /// Without any of the tags, and with all that were built alone.
    public var minimal: Size
    public var full: Size
    /// Largest change first.
    public var tags: [Tag]
    /// Tags that files ask for and that alone change nothing here.
    public var withoutEffect: [String]

    public init(
        target: String, go: String, main: String, minimal: Size, full: Size, tags: [Tag], withoutEffect: [String]
    ) {
        self.target = target
        self.go = go
        self.main = main
        self.minimal = minimal
        self.full = full
        self.tags = tags
        self.withoutEffect = withoutEffect
    }
}

extension TagsReport {
    package var identity: String {
        let bytes = minimal.bytes.map { "\($0.iec) stripped without any of these tags" }
        return ([target, go] + [bytes].compactMap(\.self)).joined(separator: " · ").visible
    }

    package static let columns = ["TAG", "ADDED", "REMOVED", "FILES", "PACKAGES", "ASKED FOR BY"]
    package static let meaning =
        "ADDED: bytes more when it is set alone. REMOVED: bytes more when it alone is missing from all of them."

    /// The cells of a row, text.
    package func cells(_ tag: Tag) -> [String] {
        [
            tag.name + (tag.isSet ? " (set)" : ""), tag.added?.signedIEC ?? "", tag.removed?.signedIEC ?? "",
            Self.changes(tag.filesAdded.count, tag.filesRemoved.count),
            Self.changes(tag.packagesAdded.count, tag.packagesRemoved.count),
            tag.packages.prefix(2).joined(separator: ", ") + (tag.packages.count > 2 ? ", …" : ""),
        ]
    }

    private static func changes(_ added: Int, _ removed: Int) -> String {
        [added > 0 ? "+\(added)" : "", removed > 0 ? "-\(removed)" : ""].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Why figures are missing, a line each.
    package var remarks: [String] {
        var remarks = tags.compactMap { tag in tag.reason.map { "\(tag.name): \($0.firstLine)" } }
        if let reason = full.reason { remarks.append("all of them together: \(reason.firstLine)") }
        if !withoutEffect.isEmpty {
            remarks.append("without effect here: \(withoutEffect.joined(separator: ", "))")
        }
        return remarks
    }
}

extension String {
    /// The failed step and the first of go's words on it, without the names of packages.
    package var firstLine: String {
        split(separator: "\n").filter { !$0.hasPrefix("#") }.prefix(2).joined(separator: ": ")
    }
}
