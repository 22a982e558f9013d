import Fixtures
import Foundation
import Testing

/// The programs that other tests read. `Scripts/test` runs these tests first, which builds what is not there yet.
@Suite(.runsGo, .timeLimit(.minutes(30))) struct GoMatrixTests {
    @Test(arguments: GoBuild.matrix) func isBuilt(_ build: GoBuild) async throws {
        #expect(FileManager.default.isReadableFile(atPath: try await build.path()))
    }

    @Test func namesADifferentFileForEach() async throws {
        var paths: Set<String> = []
        for build in GoBuild.matrix { paths.insert(try await build.path()) }
        #expect(paths.count == GoBuild.matrix.count)
    }
}
