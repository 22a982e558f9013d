import Fixtures
import Foundation
import Testing

@testable import Planning

/// The go on `PATH` when it is of the release that the catalogue describes.
private let describedGo: String? = {
    guard let go = executable("go"), let version = try? run(go, ["env", "GOVERSION"]).output else { return nil }
    return version == (try? "go\(builtInCatalogue().go)\n") ? go : nil
}()

/// The catalogue against the toolchain it describes.
struct TargetCatalogueTests {
    private struct Port: Decodable {
        var goos: String
        var goarch: String
        var cgoSupported: Bool
        var firstClass: Bool

        enum CodingKeys: String, CodingKey {
            case goos = "GOOS"
            case goarch = "GOARCH"
            case cgoSupported = "CgoSupported"
            case firstClass = "FirstClass"
        }

        var name: String { "\(goos)/\(goarch)" }
    }

    @Test func builtInIsTheRepositorysFile() throws {
        #expect(try repositoryFile("targets.json") == TargetCatalogue.builtInText)
    }

    @Test(.runsGo, .enabled(if: describedGo != nil, "the go that targets.json describes is not on PATH"))
    func sameAsGoToolDistList() throws {
        let go = try #require(describedGo)
        let catalogue = try builtInCatalogue()
        let list = try run(go, ["tool", "dist", "list", "-json"]).output
        let ports = try JSONDecoder().decode([Port].self, from: Data(list.utf8))
        #expect(catalogue.platforms.count == 47)
        #expect(catalogue.platforms.map(\.name) == ports.map(\.name))
        #expect(
            catalogue.platforms.filter(\.firstClass).map(\.name) == ports.filter(\.firstClass).map(\.name))
        #expect(catalogue.platforms.map { $0.cgo != .no } == ports.map(\.cgoSupported))
    }

    /// Go's own build constraint is the definition of the group.
    @Test(.runsGo, .enabled(if: describedGo != nil, "the go that targets.json describes is not on PATH"))
    func unixIsGosUnix() throws {
        let go = try #require(describedGo)
        let root = try run(go, ["env", "GOROOT"]).output.dropLast()
        let source = try String(contentsOfFile: "\(root)/src/internal/syslist/syslist.go", encoding: .utf8)
        let table = try #require(source.components(separatedBy: "UnixOS = ").last?.components(separatedBy: "\n}").first)
        let systems = Set(table.matches(of: /"(\w+)":/).map { String($0.1) })
        let catalogue = try builtInCatalogue()
        let grouped = Set(catalogue.targets(matching: "unix").map(\.goos))
        #expect(grouped == systems.intersection(catalogue.platforms.map(\.goos)))
    }

    /// Values and options are the cases that `internal/buildcfg` distinguishes for each variable. It takes `GO386` unseen.
    @Test(.runsGo, .enabled(if: describedGo != nil, "the go that targets.json describes is not on PATH"))
    func variantsAreThoseOfGo() throws {
        let go = try #require(describedGo)
        let root = try run(go, ["env", "GOROOT"]).output.dropLast()
        let source = try String(contentsOfFile: "\(root)/src/internal/buildcfg/cfg.go", encoding: .utf8)
        for variants in try builtInCatalogue().variants where variants.variable != "GO386" {
            let name = variants.variable == "GOARM64" ? "ParseGoarm64" : variants.variable.lowercased()
            let function = try #require(
                source.components(separatedBy: "\nfunc \(name)(").last?.components(separatedBy: "\n}").first)
            let cases = function.matches(of: /case (".+"(,\s+".+")*):/).flatMap {
                $0.1.matches(of: /"([^"]+)"/).map { String($0.1) }
            }
            let options = function.matches(of: /Opt\s+= ",(\w+)"/).map { String($0.1) }
            #expect(variants.values == cases, "\(variants.variable)")
            #expect(Set(variants.options) == Set(options), "\(variants.variable)")
        }
    }

    @Test(.runsGo, .enabled(if: describedGo != nil, "the go that targets.json describes is not on PATH"))
    func defaultsAreThoseOfGo() throws {
        let go = try #require(describedGo)
        for variants in try builtInCatalogue().variants {
            for architecture in variants.architectures where architecture != "wasm" {
                let environment = ["GOOS": "linux", "GOARCH": architecture, variants.variable: ""]
                let chosen = try run(go, ["env", variants.variable], environment: environment).output
                #expect(chosen == "\(variants.defaultValue ?? "")\n", "\(variants.variable)")
            }
        }
    }

    @Test(
        .runsGo, .enabled(if: describedGo != nil, "the go that targets.json describes is not on PATH"),
        arguments: ["android", "ios"])
    func cgoIsRequiredWhereGoRequiresIt(goos: String) throws {
        let go = try #require(describedGo)
        for platform in try builtInCatalogue().platforms where platform.goos == goos {
            let environment = ["GOOS": platform.goos, "GOARCH": platform.goarch, "CGO_ENABLED": "0"]
            let build = try run(go, ["build", "-n", "-o", "/dev/null", "cmd/gofmt"], environment: environment)
            #expect(build.error.contains("requires external (cgo) linking") == (platform.cgo == .required), "\(platform.name)")
        }
    }
}
