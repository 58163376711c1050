#include "mapped_file.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { most_mappings = 256 };

/// A guarded mapping. The handler reads it at any time: `start` is set last and cleared first.
struct mapping {
    atomic_bool is_taken;
    atomic_bool lost_pages;
    size_t size;
    _Atomic(uintptr_t) start;
};

static struct mapping mappings[most_mappings];
static struct sigaction previous;
static uintptr_t page_size;
static pthread_once_t installed = PTHREAD_ONCE_INIT;

/// Puts zeros in the place of all pages of the mapping from `address` on. Only what a signal handler may call.
static bool replace_pages(struct mapping *mapping, uintptr_t start, uintptr_t address) {
    uintptr_t page = address & ~(page_size - 1);
    size_t length = start + mapping->size - page;
    void *zeros = mmap((void *)page, length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (zeros == MAP_FAILED) return false;
    atomic_store(&mapping->lost_pages, true);
    return true;
}

static void handle(int number, siginfo_t *information, void *context) {
    int error = errno;
    uintptr_t address = (uintptr_t)information->si_addr;
    for (int i = 0; i < most_mappings; i++) {
        uintptr_t start = atomic_load(&mappings[i].start);
        if (start == 0 || address < start || address - start >= mappings[i].size) continue;
        if (replace_pages(&mappings[i], start, address)) {
            errno = error;
            return;
        }
    }
    if (previous.sa_flags & SA_SIGINFO) {
        previous.sa_sigaction(number, information, context);
    } else if (previous.sa_handler == SIG_DFL || previous.sa_handler == SIG_IGN) {
        // The access is repeated on return, and then ends the process.
        signal(number, SIG_DFL);
    } else {
        previous.sa_handler(number);
    }
    errno = error;
}

static void install(void) {
    page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
    action.sa_sigaction = handle;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &previous);
}

/// The contents in memory of their own, in the place of the mapping at `address`.
static void *copy_file(int descriptor, size_t size, void *address) {
    void *memory = mmap(address, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (memory == MAP_FAILED) return memory;
    for (size_t done = 0; done < size;) {
        ssize_t count = pread(descriptor, (char *)memory + done, size - done, (off_t)done);
        if (count > 0) {
            done += (size_t)count;
        } else if (count == 0 || errno != EINTR) {
            int error = count == 0 ? EIO : errno;
            munmap(memory, size);
            errno = error;
            return MAP_FAILED;
        }
    }
    mprotect(memory, size, PROT_READ);
    return memory;
}

void *pocket_map_file(int descriptor, size_t size, int *guard) {
    pthread_once(&installed, install);
    *guard = -1;
    if (size == 0) return NULL;
    void *address = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (address == MAP_FAILED) return address;
    for (int i = 0; i < most_mappings && *guard < 0; i++) {
        if (atomic_exchange(&mappings[i].is_taken, true)) continue;
        mappings[i].size = size;
        atomic_store(&mappings[i].lost_pages, false);
        atomic_store(&mappings[i].start, (uintptr_t)address);
        *guard = i;
    }
    return *guard < 0 ? copy_file(descriptor, size, address) : address;
}

bool pocket_mapping_lost_pages(int guard) { return guard >= 0 && atomic_load(&mappings[guard].lost_pages); }

void pocket_unmap_file(void *address, size_t size, int guard) {
    if (guard >= 0) atomic_store(&mappings[guard].start, 0);
    if (size > 0) munmap(address, size);
    if (guard >= 0) atomic_store(&mappings[guard].is_taken, false);
}
