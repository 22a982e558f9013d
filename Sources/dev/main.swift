import BinaryFormats
import GoMetadata
import Attribution
import Glibc
for path in CommandLine.arguments.dropFirst() {
    let fd = open(path, O_RDONLY)
    var st = stat(); fstat(fd, &st)
    let p = mmap(nil, Int(st.st_size), PROT_READ, MAP_PRIVATE, fd, 0)!
    let buf = UnsafeRawBufferPointer(start: p, count: Int(st.st_size))
    let bytes = buf.bytes
    func now() -> Double {
        var t = timespec(); clock_gettime(CLOCK_MONOTONIC, &t); return Double(t.tv_sec) * 1000 + Double(t.tv_nsec) / 1e6
    }
    do {
        let t0 = now()
        let image = try Image(bytes)
        let t1 = now()
        let program = GoProgram(image, bytes)
        let t2 = now()
        let profile = try SizeProfile(image, program, bytes)
        let t3 = now()
        let pk = profile.packages.reduce(0) { $0 + $1.size }, ov = profile.overhead.reduce(0) { $0 + $1.size }
        func pc(_ n: Int) -> String { let x = Int(Double(n) / Double(profile.size) * 10000); return "\(x / 100).\(x % 100)%" }
        print(
            path.split(separator: "/").last!, profile.size, "package", pc(pk), "overhead", pc(ov), "unexplained",
            pc(profile.unexplained), "ms", Int(t1 - t0), Int(t2 - t1), Int(t3 - t2))
        if getenv("V") != nil {
            print(
                program.buildInfo?.goVersion ?? "-", program.moduleData?.layout.since ?? "no moduledata",
                profile.overhead.map { "\($0.kind)=\($0.size)" })
            for s in profile.sections {
                print("  ", s.name, s.range.count, "pkg", s.package, "ovh", s.overhead, "unexpl", s.unexplained)
            }
            for p in profile.passes { print("  pass", p.name, p.size) }
            for p in profile.packages.prefix(15) {
                print(
                    "  ", p.path, p.size, p.shared, p.module.class, p.module.path ?? "-",
                    p.kinds.map { "\($0)=\($1)" }.sorted().joined(separator: " "))
            }
            print("  ", profile.packages.count, "packages")
        }
        for w in profile.warnings.prefix(10) { print("  warning:", w) }
    } catch { print(path, error) }
}
