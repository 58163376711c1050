// Chooses the kernels for this CPU.
#include "flow_kernels.h"
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/auxv.h>
#include <sys/resource.h>
#endif
#if defined(__APPLE__)
#include <sys/sysctl.h>
#endif
#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <time.h>

extern const fk_kernels fk_kernels_portable;
#if defined(__x86_64__)
extern const fk_kernels fk_kernels_avx2, fk_kernels_avxvnni, fk_kernels_avx512, fk_kernels_avx512vnni;
#elif defined(__aarch64__)
extern const fk_kernels fk_kernels_neon, fk_kernels_neondot;
#endif

// Best first.
static const char *const variant_names[] = {"avx512vnni", "avxvnni", "avx512", "avx2",
                                            "neondot",    "neon",    "portable"};

#if defined(__x86_64__)
// The vector kernels convert half floats with F16C.
static int has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}

static int has_avx512(void) {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

// Older compilers do not know this feature's name. It is bit 4 of EAX in leaf 7, subleaf 1 of CPUID.
static int has_avxvnni(void) {
    unsigned a, b, c, d;
    return has_avx2() && __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 4 & 1);
}
#elif defined(__aarch64__)
static int has_dotprod(void) {
#if defined(__linux__)
    const unsigned long hwcap_asimddp = 1ul << 20;
    return (getauxval(AT_HWCAP) & hwcap_asimddp) != 0;
#elif defined(__APPLE__)
    int has = 0;
    size_t size = sizeof has;
    return sysctlbyname("hw.optional.arm.FEAT_DotProd", &has, &size, NULL, 0) == 0 && has;
#else
    return 0;
#endif
}
#endif

const fk_kernels *fk_variant(const char *name) {
#if defined(__x86_64__)
    if (!strcmp(name, "avx512vnni")) {
        return has_avx512() && __builtin_cpu_supports("avx512vnni") ? &fk_kernels_avx512vnni : NULL;
    }
    if (!strcmp(name, "avxvnni")) return has_avxvnni() ? &fk_kernels_avxvnni : NULL;
    if (!strcmp(name, "avx512")) return has_avx512() ? &fk_kernels_avx512 : NULL;
    if (!strcmp(name, "avx2")) return has_avx2() ? &fk_kernels_avx2 : NULL;
#elif defined(__aarch64__)
    if (!strcmp(name, "neondot")) return has_dotprod() ? &fk_kernels_neondot : NULL;
    if (!strcmp(name, "neon")) return &fk_kernels_neon;
#endif
    return strcmp(name, "portable") ? NULL : &fk_kernels_portable;
}

const char *fk_variant_name(size_t index) {
    return index < sizeof variant_names / sizeof *variant_names ? variant_names[index] : NULL;
}

const fk_kernels *fk_choose(const char *wanted, int *is_known) {
    const fk_kernels *kernels = wanted ? fk_variant(wanted) : NULL;
    *is_known = !wanted || kernels;
    for (size_t i = 0; !kernels; i++) kernels = fk_variant(variant_names[i]);
    return kernels;
}

static const fk_kernels *choose(void) {
    const char *wanted = getenv("POCKET_TTS_CPU");
    int is_known;
    const fk_kernels *kernels = fk_choose(wanted && *wanted ? wanted : NULL, &is_known);
    if (!is_known) {
        fprintf(
            stderr, "POCKET_TTS_CPU is '%.40s', which this CPU or program lacks; using %s. There are:", wanted,
            kernels->name);
        for (size_t i = 0; fk_variant_name(i); i++) {
            if (fk_variant(fk_variant_name(i))) fprintf(stderr, " %s", fk_variant_name(i));
        }
        fprintf(stderr, "\n");
    }
    return kernels;
}

static const fk_kernels *chosen;

static void choose_once(void) { chosen = choose(); }

const fk_kernels *fk_active(void) {
    static _Atomic(const fk_kernels *) active;
    const fk_kernels *kernels = atomic_load_explicit(&active, memory_order_acquire);
    if (!kernels) {
        static pthread_once_t once = PTHREAD_ONCE_INIT;
        pthread_once(&once, choose_once);
        kernels = chosen;
        atomic_store_explicit(&active, kernels, memory_order_release);
    }
    return kernels;
}

void fk_yield(void) { sched_yield(); }

int fk_lower_priority(int steps) {
#ifdef __linux__
    // Of this thread alone, against POSIX.
    errno = 0;
    int now = getpriority(PRIO_PROCESS, 0);
    if (errno == 0 && setpriority(PRIO_PROCESS, 0, now + steps) == 0) return getpriority(PRIO_PROCESS, 0) - now;
#else
    (void)steps;
#endif
    return 0;
}

void fk_sleep_briefly(void) {
    struct timespec time = {0, 100000};
    nanosleep(&time, NULL);
}

#define FK_CALL(kernel, parameters, arguments) \
    void fk_##kernel parameters { fk_active()->kernel arguments; }
FK_KERNELS(FK_CALL)
