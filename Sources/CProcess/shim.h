#include <elf.h>
#include <malloc.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// In Swift 6 a global that can change is not imported.
static inline char *const *environment_entries(void) {
    extern char **environ;
    return environ;
}

// Processors that this process may run on; 0 where the kernel does not tell.
static inline int allowed_processors(void) {
    unsigned long mask[1024] = {0};
    long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
    int count = 0;
    for (long word = 0; word < bytes / (long)sizeof mask[0]; word++) count += __builtin_popcountl(mask[word]);
    return count;
}

// The build ID of this process's executable, from its note NT_GNU_BUILD_ID in memory; 0 bytes where the linker has written none.
// (getauxval(3), elf(5))
static inline unsigned build_id(unsigned char *bytes, unsigned capacity) {
    const Elf64_Phdr *segments = (const Elf64_Phdr *)getauxval(AT_PHDR);
    unsigned long count = segments && getauxval(AT_PHENT) == sizeof *segments ? getauxval(AT_PHNUM) : 0;
    const char *base = 0;
    for (unsigned long index = 0; index < count; index++)
        if (segments[index].p_type == PT_PHDR) base = (const char *)segments - segments[index].p_vaddr;
    for (unsigned long index = 0; index < count; index++) {
        if (segments[index].p_type != PT_NOTE) continue;
        const char *note = base + segments[index].p_vaddr;
        const char *end = note + segments[index].p_memsz;
        while (note + sizeof(Elf64_Nhdr) <= end) {
            const Elf64_Nhdr *header = (const Elf64_Nhdr *)note;
            const char *name = note + sizeof *header;
            const char *contents = name + ((header->n_namesz + 3u) & ~3u);
            if (header->n_type == NT_GNU_BUILD_ID && header->n_namesz == 4 && memcmp(name, "GNU", 4) == 0
                && header->n_descsz <= capacity) {
                memcpy(bytes, contents, header->n_descsz);
                return header->n_descsz;
            }
            note = contents + ((header->n_descsz + 3u) & ~3u);
        }
    }
    return 0;
}
