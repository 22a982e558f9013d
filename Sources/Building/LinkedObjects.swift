internal import Attribution
internal import BinaryFormats
internal import GoMetadata
internal import Linkage

/// The data of a file by the archives it was linked from, as far as it is proven; what is not is inferred, with a warning.
func linkedObjects(
    _ data: LinkedData, _ image: Image, _ program: GoProgram, _ bytes: RawSpan
) -> (objects: LinkedObjects?, warnings: [String]) {
    guard program.moduleData != nil else { return (nil, []) }
    guard let placed = PlacedData(data, in: image, program, bytes) else {
        return (nil, ["data and strings do not lie as the archives of the build have them; their owners are inferred"])
    }
    let objects = placed.objects.map {
        LinkedObjects.Object(addresses: $0.addresses, owner: $0.owner, isText: $0.isText)
    }
    let linked = LinkedObjects(objects: objects, owners: data.owners, extents: placed.missing == 0 ? placed.extents : [])
    guard placed.missing > 0 else { return (linked, []) }
    return (
        linked,
        ["\(placed.missing) bytes of data are not where the archives of the build have them; their owners are inferred"]
    )
}
