import BinaryFormats
import Testing

@Suite struct BinarySearchTests {
    /// Compared with linear search, in lists of every length up to nine with every border.
    @Test func theBorderIsFound() {
        for count in 0..<10 {
            let list = Array(repeating: false, count: count)
            for border in 0...count {
                let list = list[..<border] + Array(repeating: true, count: count - border)
                #expect(list.partitioningIndex { $0 } == border)
                #expect(list.partitioningIndex { $0 } == list.firstIndex(of: true) ?? list.endIndex)
            }
        }
    }

    @Test func indicesAreThoseOfTheCollection() {
        let slice = [1, 3, 5, 7, 9][2...]
        #expect(slice.partitioningIndex { $0 >= 7 } == 3)
        #expect(slice.partitioningIndex { $0 >= 2 } == 2)
        #expect(slice.partitioningIndex { $0 >= 10 } == 5)
        #expect((-4..<100).partitioningIndex { $0 > 10 } == 11)
    }

    @Test func lastElementOfThePrefix() {
        let starts = [10, 20, 20, 30]
        for value in 0..<40 {
            #expect(starts.last(while: { $0 <= value }) == starts.prefix(while: { $0 <= value }).last, "\(value)")
        }
        #expect([Int]().last(while: { _ in true }) == nil)
    }

    /// A list of a million elements takes twenty comparisons.
    @Test func comparisonsAreLogarithmic() {
        var questions = 0
        let index = (0..<1_000_000).partitioningIndex {
            questions += 1
            return $0 >= 765_432
        }
        #expect(index == 765_432)
        #expect(questions <= 20)
    }
}
