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
            let claims = functionTableClaims(subject, functions, &owners)
            return (claims: claims, owners: owners)
        } _: { bytes in
            let subject = Subject(image, program, ByteReader(bytes, order: order), options)
            var owners = known
            let references = DataReferences(subject, functions, &owners)
            let claims = (types: typeClaims(subject, types, &owners), closures: closureClaims(subject, references, functions))
            return (references: references, claims: claims, owners: owners)
        }
        owners = table.owners
        let renamed = owners.absorb(data.owners)
        functionTable = table.claims
        closures = data.claims.closures
        self.types = data.claims.types.map { claim in
            var claim = claim
            claim.owner = renamed(claim.owner)
            return claim
        }
        references = data.references.map { $0.withUsers(renamed) }
    }
}
