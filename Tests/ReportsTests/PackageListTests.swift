import Fixtures
import JSON
import Planning
import Testing

@testable import Reports

/// Packages that are read without a tree of values, and those that are left in their file.
struct PackageListTests {
    private final class Source: JSONSource {
        let bytes: [UInt8]

        init(_ text: String) {
            bytes = Array(text.utf8)
        }

        func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
            let bytes = bytes
            return try body(bytes.span)
        }

        func release(_: Range<Int>) {}
    }

    private static func weigh(packages: Int = 40) -> WeighReport? {
        RealisticReport.buildReport(packages: packages).builds.lazy.compactMap(\.weigh).first
    }

    private func shard(packages: Int) throws -> ShardReport {
        let name = try #require(ShardName(2, of: 5))
        return ShardReport(shard: name, planned: 20_000, report: RealisticReport.buildReport(packages: packages))
    }

    /// A report of two packages with every field, damaged at random: both ways read the same, or neither reads.
    @Test func packagesAreReadAsTheDecoderReadsThem() throws {
        var weigh = try #require(Self.weigh())
        weigh.packages = Array(weigh.packages.prefix(2))
        weigh.packages[0].inferred = 3
        weigh.packages[0].profile = ["cpu": 4]
        weigh.packages[0].largest = [
            .init(name: "f", file: "a.go", kinds: ["code": 3], profile: ["cpu": 1]),
            .init(name: "g[go.shape.struct { A int \"json:\\\"a\\\"\" }]\n", kinds: [:]),
        ]
        let json = Array(try JSONEncoder().encode(weigh).utf8)
        let key = Array("\"packages\":[".utf8)
        let first = try #require(json.indices.first { json[$0...].starts(with: key) })
        let end = try #require(json.indices.first { $0 > first && json[$0...].starts(with: Array("],\"passes\"".utf8)) })
        var generator = SeededGenerator(seed: 6)
        var read = 0
        for round in 0..<3000 {
            var bytes = json
            for _ in 0..<(round == 0 ? 0 : 2) {
                let place = Int.random(in: first + key.count..<end, using: &generator)
                bytes[place] = UInt8(
                    ascii: ("0123456789-.eE{}[],:\"\\ nax".unicodeScalars.randomElement(using: &generator)) ?? " ")
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let plain = try? JSONDecoder().decode(WeighReport.self, from: text)
            let kept = try? JSONDocument(text, keepingLists: ["packages"]).decode(WeighReport.self)
            read += kept == nil ? 0 : 1
            #expect(plain == kept, "\(text)")
        }
        #expect(read > 300)
    }

    @Test(arguments: [
        #""size":1e1"#, #""size":10.0"#, #""size":10,"unknown":[1,{"a":"]"}]"#, #""module":null,"size":10"#,
        #""size":10,"size":11"#,
        #""si\u007ae":10"#, #""version":"v\"1","size":10"#,
    ])
    func unusualTextIsReadToo(_ field: String) throws {
        var weigh = try #require(Self.weigh())
        weigh.packages = [
            .init(
                path: "a", module: nil, version: nil, class: .std, size: 10, exclusive: 10, shared: 0, kinds: [:], sections: [:])
        ]
        let json = try JSONEncoder().encode(weigh)
        let changed = json.replacing("\"shared\":0,\"size\":10", with: "\"shared\":0,\(field)")
        #expect(changed != json || field == "\"size\":10")
        let document = try JSONDocument(changed, keepingLists: ["packages"])
        let package = try #require(document.decode(WeighReport.self).packages.first)
        #expect(package.size == 10)
        #expect(try document.decode(WeighReport.self) == JSONDecoder().decode(WeighReport.self, from: changed))
    }

    @Test func packagesThatAreLeftInTheirFileAreTheSame() throws {
        var shard = try shard(packages: 200)
        // As of real programs: their largest functions are there, and names of types have quotes.
        for index in shard.report.builds.indices {
            guard let size = shard.report.builds[index].weigh?.packages[3].kinds["code"] else { continue }
            shard.report.builds[index].weigh?.packages[3].largest = [
                .init(name: "f[struct { A int \"json:\\\"a\\\"\" }]", file: "a.go", kinds: ["code": size])
            ]
        }
        let json = try JSONEncoder(pretty: true).encode(shard)
        let left = try ShardReport(of: Source(json), name: "2-of-5.json")
        #expect(left == shard)
        #expect(left.report.builds.allSatisfy { $0.weigh?.packageList.sums != nil }, "left in the file")
        #expect(
            try JSONEncoder(pretty: true, itemLists: ["packages"]).encode(left)
                == JSONEncoder(pretty: true, itemLists: ["packages"]).encode(shard))
        for (mine, theirs) in zip(left.report.builds, shard.report.builds) {
            #expect(mine.weigh?.digest(keeping: 20).packages == theirs.weigh?.digest(keeping: 20).packages)
            #expect(mine.weigh?.packageCount == theirs.weigh?.packageCount)
        }
    }

    /// A shard whose sums do not hold is refused, wherever its packages are.
    @Test func sumsAreCheckedInFilesToo() throws {
        let json = try JSONEncoder().encode(shard(packages: 30))
        let size = try #require(json.firstMatch(of: /"shared":[0-9]+,"size":([0-9]+)/)?.output.1)
        let changed = json.replacing("\"size\":\(size)", with: "\"size\":\(size)1", maxReplacements: 1)
        let one = #expect(throws: ReportError.self) { try ShardReport(json: changed, name: "2-of-5.json") }
        let other = #expect(throws: ReportError.self) { try ShardReport(of: Source(changed), name: "2-of-5.json") }
        #expect(one == other && "\(one as Any)".contains("the sizes of `packages` sum to"))
    }

    /// Damage that one way of reading finds, the other finds too.
    @Test func damageIsFoundInFilesToo() throws {
        var shard = try shard(packages: 60)
        shard.report.builds = Array(shard.report.builds.suffix(1))
        shard.report.builds[0].weigh?.packages[0].largest = [.init(name: "f", file: "a.go", kinds: ["code": 3])]
        let json = Array(try JSONEncoder().encode(shard).utf8)
        let key = Array("\"packages\":[".utf8)
        let first = try #require(json.indices.first { json[$0...].starts(with: key) })
        var generator = SeededGenerator(seed: 8)
        var accepted = 0
        for _ in 0..<1500 {
            var bytes = json
            let place = Int.random(in: first + key.count..<min(first + 5000, json.count), using: &generator)
            bytes[place] = UInt8(ascii: ("0123456789-.{}[],:\" abs".unicodeScalars.randomElement(using: &generator)) ?? " ")
            let text = String(decoding: bytes, as: UTF8.self)
            let read = try? ShardReport(json: text, name: "s")
            let left = try? ShardReport(of: Source(text), name: "s")
            #expect(read == left, "\(text[text.index(text.startIndex, offsetBy: max(place - 100, 0))...].prefix(200))")
            accepted += left == nil ? 0 : 1
        }
        #expect(accepted > 100 && accepted < 1400, "\(accepted)")
    }

    @Test func aDigestHasTheSumsOfAll() throws {
        let weigh = try #require(Self.weigh(packages: 300))
        let digest = weigh.digest(keeping: 25)
        #expect(digest.packages.prefix(25).map(\.path) == weigh.packages.prefix(25).map(\.path))
        #expect(digest.packages.count <= 25 + WeighReport.PackageClass.allCases.count)
        for part in WeighReport.PackageClass.allCases {
            func sum(_ report: WeighReport) -> [String: Int] {
                report.packages.filter { $0.class == part }.reduce(into: [:]) { $0.merge($1.kinds, uniquingKeysWith: +) }
            }
            #expect(sum(digest) == sum(weigh))
        }
        try digest.checkSums("digest")
        let smaller = digest.packages.compactMap { $0.path.firstMatch(of: /^\(([0-9]+) smaller packages?\)$/)?.output.1 }
        #expect(smaller.compactMap { Int($0) }.reduce(25, +) == weigh.packages.count)
        #expect(
            digest.digest(keeping: 10).packages.compactMap { $0.path.firstMatch(of: /^\(([0-9]+) smaller/)?.output.1 }
                .compactMap { Int($0) }.reduce(10, +) == weigh.packages.count)
        #expect(weigh.digest(keeping: 300) == weigh)
    }
}
