import BinaryFormats
import Fixtures
import Testing

@testable import Attribution

@Suite struct SwiftNameTests {
    static let modules: Set<String> = [
        "Planning", "Reporting", "Attribution", "ArgumentParser", "FoundationEssentials", "FoundationInternationalization",
        "Yams",
    ]

    static func module(_ name: String, _ generics: AttributionOptions.Generics = .defining) -> String? {
        let bytes = Array(name.utf8)
        let reader = unsafe ByteReader(bytes.span.bytes)
        return SwiftName.start(0..<bytes.count, reader).flatMap { SwiftName.module($0, reader, modules, generics) }
    }

    @Test(arguments: [
        ("$s8Planning4GlobV7patternSSvg", "Planning"),
        ("$s8Planning4File33_711ABEBFCA4A77CF5AB161EBE135E48CLLV4nameSSvg", "Planning"),
        ("$sSa6appendyyxnF", "Swift"),
        ("$ss5print_9separator10terminatoryypd_S2StF", "Swift"),
        ("$sScA15unownedExecutorScevgTj", "Swift"),
        ("_T08Planning4GlobV", "Planning"),
        ("$s4main3fooyyF", "main"),
    ])
    func declarations(name: String, module: String) {
        #expect(Self.module(name) == module)
    }

    @Test(arguments: [
        // An extension of String in Reporting, one of Array with requirements, one of Date by a repeated word.
        ("$sSS9ReportingE7cellSSvg", "Reporting"),
        ("$sSa9ReportingSHRzlE5countsSDyxSiGvg", "Reporting"),
        (
            "$s20FoundationEssentials4DateV0A20InternationalizationE11FormatStyleV04TimeF0V10CodingKeysOs0J3KeyAAMc",
            "FoundationInternationalization"
        ),
    ])
    func extensions(name: String, module: String) {
        #expect(Self.module(name) == module)
    }

    @Test(arguments: [
        // Claim: Equatable in its module; String: ExpressibleByArgument in that of the protocol; Dictionary in that of the protocol.
        ("$s11Attribution5ClaimVSQAASQ2eeoiySbx_xtFZTW", "Attribution"),
        ("$sSS14ArgumentParser013ExpressibleByA0A2aBP15allValueStringsSaySSGvgZTW", "ArgumentParser"),
        ("$sSDyxq_G4Yams17NodeRepresentableA2bCP11representedAB0B0OyKFTW", "Yams"),
        ("$s11Attribution5ClaimV9Reporting4RowsADMc", "Reporting"),
    ])
    func conformances(name: String, module: String) {
        #expect(Self.module(name) == module)
    }

    @Test(arguments: [
        // Metadata of Array<Claim>, and a function of Array made for Claim.
        ("$sSay11Attribution5ClaimVGMd", "Attribution", "Attribution"),
        ("$sSa6appendyyxnF11Attribution5ClaimV_Tg5", "Swift", "Attribution"),
    ])
    func instances(name: String, defining: String, instantiating: String) {
        #expect(Self.module(name) == defining)
        #expect(Self.module(name, .instantiating) == instantiating)
    }

    @Test(arguments: [
        "$s", "$s99Planning", "$s0", "$s0z3abc", "$sAZ", "$sS", "$sSo10Elf64_ShdrawCP", "$sIeg_IyB_TR", "$s7ElementSTQzTR",
        "$s999999999999999999999A", "$s00", "main", "",
    ])
    func namesWithoutModule(name: String) {
        #expect(Self.module(name).map { $0 == "Swift" } ?? true)
    }

    @Test func readsStayWithinTheName() {
        let whole = "$s20FoundationEssentials4DateV0A20InternationalizationE11FormatStyleV04TimeF0V10CodingKeysOs0J3KeyAAMc"
        for count in 0...whole.utf8.count {
            let bytes = Array(whole.utf8) + Array("9Reporting".utf8)
            let reader = unsafe ByteReader(bytes.span.bytes)
            let module = SwiftName.start(0..<count, reader).flatMap { SwiftName.module($0, reader, Self.modules, .defining) }
            #expect(module != "Reporting")
        }
    }
}
