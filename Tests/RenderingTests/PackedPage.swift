import Foundation
import Testing

/// The data of a page, decoded as its script does.
struct PackedPage: Decodable {
    struct Build: Decodable {
        var main: Int
        var target: Int
        var preset: Int
        var size: Int?
        var old: Int?
        var coverage: [Int]?
        var download: [Int]?
        var saves: Bool?
        var packages: String?
        var items: String?
        var sections: [Int]?
    }

    struct Row {
        var path: String
        var name = ""
        var isFile = false
        var shared = 0
        var download: Int?
        var saves: Int?
        var size = 0
    }

    var builds: [Build]
    var strings: [String]
    var kinds: [Int]
    var packages: String
    var items: String
    var first: Int?
    var against: Int?

    init(_ page: String) throws {
        let start = try #require(page.range(of: "id=\"data\">"))
        let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
        self = try JSONDecoder().decode(PackedPage.self, from: Data(page[start.upperBound..<end.lowerBound].utf8))
    }

    func packages(of build: Build) throws -> [Row] {
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

    func items(of build: Build) throws -> [Row] {
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
}

private struct Numbers {
    var all: [Int] = []
    private var at = 0

    init(_ text: String) {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var (number, scale) = (0, 1)
        for letter in text {
            let digit = letters.firstIndex(of: letter) ?? 0
            number += digit % 32 * scale
            scale *= 32
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
