/// Effects of the build tags of a program's packages: schema `pare.tags/2`. Sizes are bytes of stripped files that were
/// really built.
public struct TagsReport: Codable, Sendable, Equatable {
    public static let schema = "pare.tags/2"

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

    /// A tag, or tags that only together change a file, with commas between them.
    public struct Tag: Codable, Sendable, Equatable {
        public var name: String
        /// Whether the build that was asked for has it.
        public var isSet: Bool
        /// Packages whose files ask for it.
        public var packages: [String]
        /// Files and packages that come and go when it is toggled; files of packages that stay.
        public var filesAdded: [String] = []
        public var filesRemoved: [String] = []
        public var packagesAdded: [String] = []
        public var packagesRemoved: [String] = []
        /// Bytes more than the present build when it is set; nil if it is set already. Negative when the file becomes smaller.
        public var ifSet: Int?
        /// Bytes more than the present build when it is not set; nil if it is not set now.
        public var ifUnset: Int?
        /// Tags that exclude it.
        public var excludes: [String] = []
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
    /// The build that was asked for.
    public var present: Size
    /// Largest change first.
    public var tags: [Tag]
    /// Tags that files ask for and that change nothing here.
    public var withoutEffect: [String]
    /// Pairs of tags that exclude each other, by the constraints of a file.
    public var exclusive: [[String]] = []

    public init(
        target: String, go: String, main: String, present: Size, tags: [Tag], withoutEffect: [String]
    ) {
        self.target = target
        self.go = go
        self.main = main
        self.present = present
        self.tags = tags
        self.withoutEffect = withoutEffect
    }
}

extension TagsReport {
    package var identity: String {
        let tags = present.tags.isEmpty ? "" : " with \(present.tags.joined(separator: ","))"
        let bytes = present.bytes.map { "\($0.iec) stripped\(tags)" }
        return ([target, go] + [bytes].compactMap(\.self)).joined(separator: " · ").visible
    }

    package static let columns = ["TAG", "IF SET", "IF UNSET", "FILES", "PACKAGES", "ASKED FOR BY"]
    package static let meaning =
        "Bytes, files and packages more or less than in the present build, each tag toggled alone."

    /// The cells of a row, text.
    package func cells(_ tag: Tag) -> [String] {
        [
            tag.name + (tag.isSet ? " (set)" : ""), tag.ifSet?.signedIEC ?? "", tag.ifUnset?.signedIEC ?? "",
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
        for pair in exclusive { remarks.append("exclude each other: \(pair.joined(separator: " and "))") }
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
