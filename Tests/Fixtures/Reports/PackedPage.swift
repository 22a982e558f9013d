import Foundation
import Testing

/// The data of a page, decoded as its script does.
package struct PackedPage: Decodable {
    package struct Build: Decodable {
        package var main: Int
        package var target: Int
        package var preset: Int
        package var size: Int?
        package var old: Int?
        package var coverage: [Int]?
        package var download: [Int]?
        package var saves: Bool?
        package var packages: String?
        package var items: String?
        package var sections: [Int]?
        package var run: Run?
    }

    /// Values of profiles: indices of the types that the build has, and packed rows.
    package struct Run: Decodable {
        package var types: [Int]
        package var packages: String
        package var items: String
    }

    /// The types of all builds, packed: four strings each.
    package struct RunTypes: Decodable {
        package var types: String
        package var isChange: Bool?
    }

    package struct Row {
        package var path: String
        package var name = ""
        package var isFile = false
        package var shared = 0
        package var download: Int?
        package var saves: Int?
        package var size = 0
    }

    package var builds: [Build]
    package var strings: [String]
    package var kinds: [Int]
    package var packages: String
    package var items: String
    package var first: Int?
    package var against: Int?
    package var area: String?
    package var run: RunTypes?

    package init(_ page: String) throws {
        let start = try #require(page.range(of: "id=\"data\">"))
        let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
        self = try JSONDecoder().decode(PackedPage.self, from: Data(page[start.upperBound..<end.lowerBound].utf8))
    }

    package func packages(of build: Build) throws -> [Row] {
        var numbers = Numbers(try #require(build.packages))
        let table = Numbers(packages).all
        var (rows, id): ([Row], Int) = ([], 0)
        while !numbers.isAtEnd {
            id += numbers.next()
            var row = Row(path: strings[table[id * 4]], shared: numbers.next())
            if build.download != nil { row.download = numbers.next() }
            if build.saves == true { row.saves = numbers.next() }
            row.size = numbers.sizes(kinds.count)
            rows.append(row)
        }
        return rows
    }

    package func items(of build: Build) throws -> [Row] {
        var numbers = Numbers(try #require(build.items))
        let (table, owners) = (Numbers(items).all, Numbers(packages).all)
        var (rows, id): ([Row], Int) = ([], 0)
        while !numbers.isAtEnd {
            id += numbers.next()
            rows.append(
                Row(
                    path: strings[owners[table[id * 3] * 4]], name: strings[table[id * 3 + 1]], isFile: table[id * 3 + 2] == 1,
                    size: numbers.sizes(kinds.count)))
        }
        return rows
    }

    /// Names of the types of samples.
    package var sampleTypes: [String] {
        let numbers = Numbers(run?.types ?? "").all
        return stride(from: 0, to: numbers.count, by: 4).map { strings[numbers[$0]] }
    }

    /// A value for each type.
    package struct Values {
        package var path: String
        /// Linker's name of a function, or what follows the path in it; empty for a package.
        package var name = ""
        package var values: [Int]
    }

    package func packageValues(of build: Build) throws -> [Values] {
        let table = Numbers(packages).all
        return try values(try #require(build.run).packages) { Values(path: strings[table[$0 * 4]], values: $1) }
    }

    package func functionValues(of build: Build) throws -> [Values] {
        let (owners, table) = (Numbers(packages).all, Numbers(items).all)
        return try values(try #require(build.run).items) { id, values in
            Values(path: strings[owners[table[id * 3] * 4]], name: strings[table[id * 3 + 1]], values: values)
        }
    }

    private func values(_ packed: String, _ row: (Int, [Int]) -> Values) throws -> [Values] {
        var numbers = Numbers(packed)
        var (rows, id): ([Values], Int) = ([], 0)
        while !numbers.isAtEnd {
            id += numbers.next()
            let values = sampleTypes.map { _ in numbers.next() }.map { $0 % 2 == 0 ? $0 / 2 : -($0 + 1) / 2 }
            rows.append(row(id, values))
        }
        return rows
    }
}

private struct Numbers {
    var all: [Int] = []
    private var at = 0

    init(_ text: String) {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var (number, scale) = (0, 1)
        for letter in text {
            let digit = letters.firstIndex(of: letter) ?? 0
            number &+= digit % 32 &* scale
            scale &*= 32
            guard digit < 32 else { continue }
            all.append(number)
            (number, scale) = (0, 1)
        }
    }

    var isAtEnd: Bool { at >= all.count }

    mutating func next() -> Int {
        at += 1
        return all[at - 1]
    }

    /// The sum of kinds and sizes, after their number.
    mutating func sizes(_ kinds: Int) -> Int {
        (0..<next()).reduce(0) { sum, _ in
            #expect(next() < kinds)
            return sum + next()
        }
    }
}
