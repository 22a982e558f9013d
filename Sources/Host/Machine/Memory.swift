internal import CProcess
internal import Glibc

/// Prepares the heap for analyses, which use a few tens of megabytes for a few tens of milliseconds: one heap for all threads in
/// large pages, and freed blocks are used again instead of being returned to the system, which would have to clear their pages
/// each time. (glibc, mallopt(3); madvise(2))
package func prepareHeap() {
    _ = mallopt(M_ARENA_MAX, 1)
    _ = mallopt(M_MMAP_THRESHOLD, 1 << 30)
    _ = mallopt(M_TRIM_THRESHOLD, 1 << 30)
    _ = mallopt(M_TOP_PAD, 1 << 26)
    guard let block = unsafe malloc(1 << 20) else { return }
    defer { unsafe free(block) }
    let largePage: UInt = 1 << 21
    let start = (UInt(bitPattern: block) + largePage - 1) & ~(largePage - 1)
    guard let end = unsafe sbrk(0), UInt(bitPattern: end) > start else { return }
    _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: start), Int(UInt(bitPattern: end) - start), MADV_HUGEPAGE)
}
