import Attribution
import BinaryFormats
import Fixtures
import Testing

/// One to three random bytes near each boundary, in twenty mutants each: an error, or a sum equal to the file size.
func expectExactSums(_ bytes: [UInt8], damagedNear boundaries: [Int], seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for boundary in boundaries {
        for _ in 0..<20 {
            var mutant = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let offset = min(bytes.count - 1, boundary + Int.random(in: 0..<64, using: &random))
                mutant[offset] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
            }
            do {
                #expect(try weigh(mutant).size == mutant.count)
            } catch let error as FormatError {
                #expect(!error.problem.isEmpty)
            } catch {
                Issue.record(error, "mutant near \(boundary)")
            }
        }
    }
}
