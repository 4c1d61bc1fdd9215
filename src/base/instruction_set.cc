#include "base/instruction_set.h"

// Under clang this header of the C library (2.36) is no C++: it says _Bool.
#if defined(__x86_64__) && !defined(__clang__) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif

namespace samestory {
namespace {

#ifdef __x86_64__
// Whether the C library uses the set: what GLIBC_TUNABLES masks, it does not. Where it cannot be asked, nothing is
// masked.
bool is_unmasked([[maybe_unused]] InstructionSet set) {
#ifdef CPU_FEATURE_ACTIVE
  const bool avx2 = CPU_FEATURE_ACTIVE(AVX2);
  return set == InstructionSet::kAvx512 ? avx2 && CPU_FEATURE_ACTIVE(AVX512F) : avx2;
#else
  return true;
#endif
}
#endif

}  // namespace

bool is_available(InstructionSet set) {
#ifdef __x86_64__
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                    is_unmasked(InstructionSet::kAvx2);
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                      is_unmasked(InstructionSet::kAvx512);
  if (set == InstructionSet::kAvx512) return avx512;
  if (set == InstructionSet::kAvx2) return avx2;
#endif
  return set == InstructionSet::kPortable;
}

InstructionSet best_instruction_set() {
  static const InstructionSet best = is_available(InstructionSet::kAvx512) ? InstructionSet::kAvx512
                                     : is_available(InstructionSet::kAvx2) ? InstructionSet::kAvx2
                                                                           : InstructionSet::kPortable;
  return best;
}

}  // namespace samestory
