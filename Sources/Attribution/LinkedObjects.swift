public import BinaryFormats

/// Data whose owners are known from the archives the program was linked from, each object checked against the file.
public struct LinkedObjects: Sendable {
    public struct Object: Sendable {
        public var addresses: Range<Address>
        /// Index into `owners`; one without packages is for what the linker makes.
        public var owner: Int
        public var isText: Bool

        public init(addresses: Range<Address>, owner: Int, isText: Bool) {
            self.addresses = addresses
            self.owner = owner
            self.isText = isText
        }
    }

    /// Ascending, disjoint.
    public let objects: [Object]
    /// Import paths of the packages that share an object.
    public let owners: [[String]]
    /// Between two objects in one of these lies padding, or what the linker makes.
    public let extents: [Range<Address>]

    public init(objects: [Object], owners: [[String]], extents: [Range<Address>]) {
        self.objects = objects.sorted { $0.addresses.lowerBound < $1.addresses.lowerBound }
        self.owners = owners
        self.extents = extents
    }

    /// The packages of the object that holds an address.
    func owners(of address: Address) -> [String]? {
        guard let object = objects.last(while: { $0.addresses.lowerBound <= address }), object.addresses.contains(address),
            owners.indices.contains(object.owner), !owners[object.owner].isEmpty
        else { return nil }
        return owners[object.owner]
    }
}

extension OwnerTable {
    /// The owner of what the packages with these import paths share.
    mutating func owner(sharedBy paths: [String]) -> Owner {
        let packages = paths.map { package($0) }
        return owner(sharedBy: packages)
    }
}
