import GoMetadata
import Testing

@Suite struct GccgoNameTests {
    /// Names written by gccgo 12, except the clones.
    @Test(arguments: [
        ("main.main", "main"), ("ex_0com_1x__y_1z_0v2_x2dq.S__t.Do__it", "ex.com/x_y/z.v2-q"),
        ("encoding_1json.Unmarshal.part.0", "encoding/json"), ("net_1http.f.isra.0.cold", "net/http"),
        ("main._6256_7uint8..eq..f", "main"), ("fmt..import", "fmt"), ("type..encoding_1json.Decoder", "encoding/json"),
        ("type..map_6string_7_2net_1url_0URL", "net/url"), ("type.._61024_7uint8", "runtime"), ("error..d", "runtime"),
        ("type.._2ex_0com_1x__y_1z_0v2_x2dq_0T", "ex.com/x_y/z.v2-q"),
        ("gcbits..bA", "runtime"), ("caf_u00e9.F", "café"),
        ("struct_4runtime_0gList_cruntime_0n_bint32_5.runtime_0push..stub", "runtime"), ("struct_4x_bint_5.f..stub", "runtime"),
        ("struct_4_2net_1url_0URL_5.String..stub", "net/url"),
        ("imt..interface_4Error_bfunc_8_9_8string_9_5..encoding_1base64.CorruptInputError", "encoding/base64"),
    ])
    func ofPackages(name: String, package: String) {
        #expect(GccgoName(name) == .package(package))
    }

    @Test(arguments: [
        "memcpy", "inner.part.0", "completed.0", "sort_table.constprop.1.cold", "", ".", ".text", "DW.ref.__gcc_personality_v0",
    ])
    func ofCode(name: String) {
        #expect(GccgoName(name) == .none)
    }

    @Test func ofConstants() {
        #expect(GccgoName("go..C124") == .constant)
        #expect(GccgoName("go..C124.5") == .constant)
    }

    @Test(arguments: ["_", "a_", "a_x", "a_xzz", "_u00", "a_U00110000"])
    func brokenEscapesStay(text: String) {
        #expect(GccgoName.unescape(text[...]) == text)
    }
}
