import Testing

@testable import Attribution

@Suite struct DataExtentsTests {
    private func extents(_ ranges: [(Range<Int>, Bool)]) -> DataExtents {
        var extents = DataExtents()
        for (range, isWhole) in ranges { extents.add(range, isWhole: isWhole) }
        extents.finish()
        return extents
    }

    @Test func nestedExtentIsPartOfTheOuter() {
        let found = extents([(10..<20, true), (0..<8, true), (12..<14, true), (10..<30, false), (25..<40, true), (50..<60, true)])
        #expect(found.ranges == [0..<8, 10..<30, 50..<60])
        #expect(found.ends == [8, 60])
    }

    @Test func objectsDoNotBeginWithinExtents() {
        var objects = DataObjects(size: 400)
        for start in [0, 100, 108, 150, 250, 300] { objects.insert(start) }
        let starts = objects.finish(barriers: [0], extents([(100..<200, true), (250..<280, true)]))
        // The first extent is followed by an object without references, the second by padding.
        #expect(starts == [0, 100, 200, 250, 300])
        #expect(objects.index(containing: 150) == 1)
        #expect(objects.isUnknown(2))
        #expect(!objects.isUnknown(3))
        #expect(objects.index(of: 108, starts) == nil)
        #expect(objects.index(of: 250, starts) == 3)
    }

    /// An array is an object unless another object, such as a structure that contains it, starts shortly before it.
    @Test func arrayWithReferencesToItsPartsIsOneObject() {
        var objects = DataObjects(size: 1000)
        for start in [0, 300, 340, 600, 640] { objects.insert(start) }
        let starts = objects.finish(barriers: [0], extents([(200..<400, false), (610..<700, false)]))
        #expect(starts == [0, 200, 600])
    }
}
