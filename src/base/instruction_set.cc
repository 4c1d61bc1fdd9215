#include "base/instruction_set.h"

namespace samestory {

bool is_available(InstructionSet set) {
#ifdef __x86_64__
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
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
