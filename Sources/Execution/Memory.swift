internal import CProcess

/// Large blocks that were freed are used again instead of being returned to the system, which would have to clear their pages
/// each time; an analysis frees a few of tens of megabytes. (glibc, mallopt(3))
public func reuseFreedMemory() {
    _ = mallopt(M_MMAP_THRESHOLD, 1 << 30)
    _ = mallopt(M_TRIM_THRESHOLD, 1 << 30)
    _ = mallopt(M_TOP_PAD, 1 << 24)
}
