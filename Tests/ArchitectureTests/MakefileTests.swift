import Fixtures
import Foundation
import Testing

struct MakefileTests {
    @Test func everyTargetHasARuleThatHelpShows() throws {
        let lines = try String(contentsOfFile: "\(GoBuild.checkout)/Makefile", encoding: .utf8).split(separator: "\n")
        let phony = lines.filter { $0.hasPrefix(".PHONY: ") }.flatMap { $0.dropFirst(8).split(separator: " ") }
        #expect(phony.count > 8)
        for target in phony {
            #expect(lines.contains { $0.hasPrefix("\(target):") && $0.contains("## ") }, "\(target)")
        }
    }
}
