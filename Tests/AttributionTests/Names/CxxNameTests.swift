import BinaryFormats
import Testing

@testable import Attribution

@Suite struct CxxNameTests {
    static func scope(_ name: String) -> String? {
        let bytes = Array(name.utf8)
        return unsafe CxxName.scope(0..<bytes.count, ByteReader(bytes.span.bytes))
    }

    @Test(arguments: [
        ("_ZN5swift14runtime_detail3fooEv", "swift"),
        ("_ZNK4llvm9StringRef4sizeEv", "llvm"),
        ("_ZTVN10__cxxabiv117__class_type_infoE", "__cxxabiv1"),
        ("_ZTIN4text7CounterE", "text"),
        ("_ZThn16_N4text7CounterD1Ev", "text"),
        ("_ZGVZN4text5countEvE5words", "text"),
        ("_ZSt4moveIiEONSt16remove_referenceIT_E4typeEOS2_", "std"),
        ("_ZNSt6vectorIiSaIiEE9push_backERKi", "std"),
        ("_ZNSs6appendEPKc", "std"),
        ("__ZN5swift3fooEv", "swift"),
    ])
    func scopes(name: String, scope: String) {
        #expect(Self.scope(name) == scope)
    }

    @Test(arguments: ["_Z3fooi", "_ZN12_GLOBAL__N_13fooEv", "main", "_Z", "_ZN", "_ZN9999fooE", "_ZN99foo", "", "____", "_ZThn"])
    func withoutOne(name: String) {
        #expect(Self.scope(name) == nil)
    }
}
