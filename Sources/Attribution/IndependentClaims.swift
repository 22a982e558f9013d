internal import BinaryFormats
internal import GoMetadata

/// The claims and the evidence that need no other claims, made on two cores: most of the work on a stripped file.
struct IndependentClaims {
    let functionTable: [Claim]
    let types: [Claim]
    let closures: [Claim]
    let references: DataReferences?

    init(
        _ subject: borrowing Subject, _ types: TypeOwners, _ functions: FunctionOwners, _ owners: inout OwnerTable
    ) {
        let (image, program, options, order) = (subject.image, subject.program, subject.options, subject.reader.order)
        let known = owners
        let (table, data) = sideBySide(subject.reader.bytes) { bytes in
            let subject = Subject(image, program, ByteReader(bytes, order: order), options)
            var owners = known
            let claims = (table: functionTableClaims(subject, functions, &owners), types: typeClaims(subject, types, &owners))
            return (claims: claims, owners: owners)
        } _: { bytes in
            let subject = Subject(image, program, ByteReader(bytes, order: order), options)
            var owners = known
            let references = DataReferences(subject, functions, &owners)
            return (references: references, closures: closureClaims(subject, references, functions), owners: owners)
        }
        owners = table.owners
        let renamed = owners.absorb(data.owners)
        functionTable = table.claims.table
        self.types = table.claims.types
        closures = data.closures
        references = data.references.map { $0.withUsers(renamed) }
    }
}
