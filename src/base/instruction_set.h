// What the processor at hand can do, for the few loops that are written for several kinds of it.
//
// The program is built for any x86-64 processor. A loop that gains from wider registers is compiled three times in one
// file, under the target attributes below, and chosen when it is called. All its versions must give the same result bit
// by bit, so they work on integers only; the tests of such a loop run every version that the machine has. For that the
// set is an argument of the functions and not read where it is used. A whole run takes a narrower set where
// GLIBC_TUNABLES masks the wider ones: __builtin_cpu_supports does not see the mask, so the C library is asked, too.
//
// The target attribute was preferred to files with compiler flags of their own: under such flags the inline functions
// of common headers are compiled for the wide set too, and the linker may keep that copy for everybody.
#pragma once

// For code that the versions share: it takes the instruction set of the function into which it is inlined.
#define SAMESTORY_INLINE __attribute__((always_inline)) inline

#ifdef __x86_64__
#define SAMESTORY_AVX2 __attribute__((target("avx2,bmi,bmi2")))
#define SAMESTORY_AVX512 __attribute__((target("avx2,bmi,bmi2,avx512f,avx512bw,avx512dq,avx512vl")))
#endif

namespace samestory {

enum class InstructionSet { kPortable, kAvx2, kAvx512 };

// Whether processor and operating system have it and GLIBC_TUNABLES does not mask it. kPortable always is.
bool is_available(InstructionSet set);

// The widest one available.
InstructionSet best_instruction_set();

}  // namespace samestory
