// One function compiled twice: for any x86-64 processor, and for those since 2013 that count bits, find the lowest one
// and shift by a register in one instruction each (Haswell, Zen). The arithmetic is the same, so are the results.
//
// Such code is all integers: nothing here may hold a floating-point number, which wider processors could round another
// way. The functions that it calls are compiled into it (flatten), else they would be compiled once, for all.
//
//   SAMESTORY_WIDE_CODE void scan_wide(Scanner& scanner) { scanner.scan(); }
//   SAMESTORY_FLAT_CODE void scan_plain(Scanner& scanner) { scanner.scan(); }
//   has_wide_code() ? scan_wide(scanner) : scan_plain(scanner);
//
// Measured on text to units: 1.3 to 1.6 times as fast (bench/text_bench.cc). Rejected: compiling a file twice with
// other flags (the linker may then keep the wide copy of some inline function for everybody), and target_clones (not
// with flatten in Clang).
#pragma once

#define SAMESTORY_FLAT_CODE [[gnu::flatten]]

#ifdef __x86_64__
#define SAMESTORY_WIDE_CODE [[gnu::flatten, gnu::target("avx2,bmi,bmi2,lzcnt,popcnt")]]
#else
#define SAMESTORY_WIDE_CODE [[gnu::flatten]]
#endif

namespace samestory {

inline bool has_wide_code() {
#ifdef __x86_64__
  static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                          __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
  return has;
#else
  return false;
#endif
}

}  // namespace samestory
