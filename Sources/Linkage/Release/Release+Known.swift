extension Release {
    /// The constants of go1.22 to go1.27, used if the toolchain's sources are not available; nil for other releases.
    static func known(minor: Int) -> Release? {
        let initOrder: UInt16
        switch minor {
        case 22, 23: initOrder = 91
        case 24, 25: initOrder = 95
        case 26: initOrder = 99
        case 27: initOrder = 102
        default: return nil
        }
        let longCall: UInt16 = minor <= 25 ? 79 : minor == 26 ? 82 : 84
        let riscv: [UInt16] = minor <= 24 ? [60, 61, 62] : [59, 60, 61]
        // One letter per kind, by number: undefined, text, read-only, pointer-free, data, zeroed, debug, unwind.
        let kinds =
            switch minor {
            case 22, 23: "utrpdzzz.........zzpw"
            case 24: "uttrrppddzzz.........zzpw"
            default: "uttrrppddzzz..........zzpw"
            }
        let auxiliaries =
            [
                "AuxGotype", "AuxFuncInfo", "AuxFuncdata", "AuxDwarfInfo", "AuxDwarfLoc", "AuxDwarfRanges", "AuxDwarfLines",
                "AuxPcsp",
                "AuxPcfile", "AuxPcline", "AuxPcinline", "AuxPcdata", "AuxWasmImport",
            ] + (minor >= 24 ? ["AuxWasmType"] : []) + ["AuxSehUnwindInfo"]
        return Release(
            minor: minor,
            relocations: RelocationTypes(
                useType: 22, useInterface: 23, useInterfaceMethod: 24, useNamedMethod: 25, methodOffset: 26, initOrder: initOrder,
                directCalls: Set([7, 8, 9, 11, 12, longCall] + riscv)),
            symbolKinds: kinds.map { letter in
                switch letter {
                case "u": .undefined
                case "t": .text
                case "r": .readOnlyData
                case "p": .pointerFreeData
                case "d": .data
                case "z": .zeroed
                case "w": .unwind
                default: .debug
                }
            },
            auxiliaries: auxiliaries.map(AuxiliaryKind.init(name:)), builtins: knownBuiltins(minor: minor))
    }

    private static func knownBuiltins(minor: Int) -> [Builtin] {
        builtinTable.split(separator: ";").compactMap { entry in
            var name = entry
            if let range = name.lastIndex(of: "#") {
                let releases = name[name.index(after: range)...].split(separator: "-").compactMap { Int($0) }
                guard releases.count == 2, (releases[0]...releases[1]).contains(minor) else { return nil }
                name = name[..<range]
            }
            let abi = name.hasSuffix("@0") ? 0 : 1
            if abi == 0 { name = name.dropLast(2) }
            return Builtin(name: name.hasPrefix("type:") ? String(name) : "runtime.\(name)", abi: abi)
        }
    }

    /// `cmd/internal/goobj/builtinlist.go` of all these releases: without `runtime.`, with `@0` for ABI 0 and, after `#`, the
    /// releases that have the entry, if not all do.
    private static let builtinTable = """
        newobject;mallocgc;panicdivide;panicshift;panicmakeslicelen;panicmakeslicecap;throwinit;panicwrap;gopanic;gorecover;\
        goschedguarded;goPanicIndex;goPanicIndexU;goPanicSliceAlen;goPanicSliceAlenU;goPanicSliceAcap;goPanicSliceAcapU;\
        goPanicSliceB;goPanicSliceBU;goPanicSlice3Alen;goPanicSlice3AlenU;goPanicSlice3Acap;goPanicSlice3AcapU;goPanicSlice3B;\
        goPanicSlice3BU;goPanicSlice3C;goPanicSlice3CU;goPanicSliceConvert;printbool;printfloat#22-25;printfloat64#26-27;\
        printfloat32#26-27;printint;printhex;printuint;printcomplex#22-25;printcomplex128#26-27;printcomplex64#26-27;\
        printstring;printquoted#26-27;printpointer;printuintptr;printiface;printeface;printslice;printnl;printsp;printlock;\
        printunlock;concatstring2;concatstring3;concatstring4;concatstring5;concatstrings;concatbyte2#24-27;concatbyte3#24-27;\
        concatbyte4#24-27;concatbyte5#24-27;concatbytes#24-27;cmpstring;intstring;slicebytetostring;slicebytetostringtmp;\
        slicerunetostring;stringtoslicebyte;stringtoslicerune;slicecopy;decoderune;countrunes;convT;convTnoptr;convT16;convT32;\
        convT64;convTstring;convTslice;assertE2I;assertE2I2;panicdottypeE;panicdottypeI;panicnildottype;typeAssert;\
        interfaceSwitch;ifaceeq;efaceeq;panicrangeexit#22-22;panicrangestate#23-27;deferrangefunc;rand#24-27;rand32;makemap64;\
        makemap;makemap_small;mapaccess1;mapaccess1_fast32;mapaccess1_fast64;mapaccess1_faststr;mapaccess1_fat;mapaccess2;\
        mapaccess2_fast32;mapaccess2_fast64;mapaccess2_faststr;mapaccess2_fat;mapassign;mapassign_fast32;mapassign_fast32ptr;\
        mapassign_fast64;mapassign_fast64ptr;mapassign_faststr;mapiterinit#22-25;mapIterStart#24-27;mapdelete;mapdelete_fast32;\
        mapdelete_fast64;mapdelete_faststr;mapiternext#22-25;mapIterNext#24-27;mapclear;makechan64;makechan;chanrecv1;chanrecv2;\
        chansend1;closechan;chanlen#23-27;chancap#23-27;writeBarrier@0;typedmemmove;typedmemclr;typedslicecopy;selectnbsend;\
        selectnbrecv;selectsetpc;selectgo;block;makeslice;makeslice64;makeslicecopy;growslice;growsliceBuf#27-27;\
        growsliceBufNoAlias#27-27;growsliceNoAlias#27-27;unsafeslicecheckptr;panicunsafeslicelen;panicunsafeslicenilptr;\
        unsafestringcheckptr;panicunsafestringlen;panicunsafestringnilptr;moveSlice#27-27;moveSliceNoScan#27-27;\
        moveSliceNoCap#27-27;moveSliceNoCapNoScan#27-27;memmove;memclrNoHeapPointers;memclrHasPointers;memequal;memequal0;\
        memequal8;memequal16;memequal32;memequal64;memequal128;f32equal;f64equal;c64equal;c128equal;strequal;interequal;\
        nilinterequal;memhash;memhash0;memhash8;memhash16;memhash32;memhash64;memhash128;f32hash;f64hash;c64hash;c128hash;\
        strhash;interhash;nilinterhash;int64div;uint64div;int64mod;uint64mod;float64toint64;float64touint64;float64touint32;\
        int64tofloat64;int64tofloat32;uint64tofloat64;uint64tofloat32;uint32tofloat64;complex128div;getcallerpc#22-23;\
        getcallersp#22-23;racefuncenter;racefuncexit;raceread;racewrite;racereadrange;racewriterange;msanread;msanwrite;\
        msanmove;asanread;asanwrite;checkptrAlignment;checkptrArithmetic;libfuzzerTraceCmp1;libfuzzerTraceCmp2;\
        libfuzzerTraceCmp4;libfuzzerTraceCmp8;libfuzzerTraceConstCmp1;libfuzzerTraceConstCmp2;libfuzzerTraceConstCmp4;\
        libfuzzerTraceConstCmp8;libfuzzerHookStrCmp;libfuzzerHookEqualFold;addCovMeta;x86HasAVX@0#27-27;x86HasFMA@0#27-27;\
        x86HasPOPCNT@0;x86HasSSE41@0;x86HasFMA@0#22-26;armHasVFPv4@0;arm64HasATOMICS@0;loong64HasLAMCAS@0#24-27;\
        loong64HasLAM_BH@0#24-27;loong64HasDBAR_HINTS@0#27-27;loong64HasLSX@0#24-27;riscv64HasZbb@0#25-27;asanregisterglobals;\
        KeepAlive#27-27;deferproc;deferprocStack;deferreturn;newproc;panicoverflow;sigpanic;gcWriteBarrier#22-26;\
        gcWriteBarrier1#27-27;gcWriteBarrier2#27-27;gcWriteBarrier3#27-27;gcWriteBarrier4#27-27;gcWriteBarrier5#27-27;\
        gcWriteBarrier6#27-27;gcWriteBarrier7#27-27;gcWriteBarrier8#27-27;duffzero;duffcopy;morestack@0;morestackc@0;\
        morestack_noctxt@0;retpolineAX@0#27-27;retpolineCX@0#27-27;retpolineDX@0#27-27;retpolineBX@0#27-27;retpolineBP@0#27-27;\
        retpolineSI@0#27-27;retpolineDI@0#27-27;retpolineR8@0#27-27;retpolineR9@0#27-27;retpolineR10@0#27-27;\
        retpolineR11@0#27-27;retpolineR12@0#27-27;retpolineR13@0#27-27;retpolineR14@0#27-27;retpolineR15@0#27-27;tls_g@0#27-27;\
        type:int8@0;type:*int8@0;type:uint8@0;type:*uint8@0;type:int16@0;type:*int16@0;type:uint16@0;type:*uint16@0;\
        type:int32@0;type:*int32@0;type:uint32@0;type:*uint32@0;type:int64@0;type:*int64@0;type:uint64@0;type:*uint64@0;\
        type:float32@0;type:*float32@0;type:float64@0;type:*float64@0;type:complex64@0;type:*complex64@0;type:complex128@0;\
        type:*complex128@0;type:unsafe.Pointer@0;type:*unsafe.Pointer@0;type:uintptr@0;type:*uintptr@0;type:bool@0;type:*bool@0;\
        type:string@0;type:*string@0;type:error@0;type:*error@0;type:func(error) string@0;type:*func(error) string@0
        """
}
