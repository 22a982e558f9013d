internal import BinaryFormats
internal import GoMetadata

/// Data and strings without symbols, by who refers to them: code first, then functions and other data in them, from object to
/// object. A variable that several packages refer to belongs to the first of them in link order, which declares it unless its
/// own code does not refer to it; a constant to all of them.
///
/// An object begins where something points to and ends where the next one begins. Cannot know: who declares a variable that
/// only other packages refer to; objects that nothing points to, which the object before them swallows unless its end is known.
func referenceClaims(_ subject: borrowing Subject, _ data: DataOwners?) -> [Claim] {
    guard let data, subject.program.codeReferences != nil else { return [] }
    return data.data.arena.claims(data.data.starts, data.owners, subject)
}
