#include "base/real.h"

#include <bit>
#include <cassert>
#include <cstdint>

namespace samestory {
namespace {

constexpr double kLn2 = 0.693147180559945309417232121458;

}  // namespace

double natural_log(double x) {
  assert(x > 0);
  int exponent = 0;
  while (x < 1e-300) x *= 0x1p64, exponent -= 64;  // subnormals have no exponent of their own
  const auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFULL) | 0x3FF0000000000000ULL);  // in [1, 2)
  if (m > 1.4142135623730951) m *= 0.5, ++exponent;
  // ln m = 2 atanh(t), |t| <= .172: the 12th term is below 1e-18.
  const double t = (m - 1) / (m + 1), square = t * t;
  double sum = 0;
  for (int k = 23; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
  return exponent * kLn2 + 2 * t * sum;
}

double exp_minus(double x) {
  assert(x >= 0);
  if (x > 700) return 0;
  const int halvings = static_cast<int>(x / kLn2);
  const double rest = x - halvings * kLn2;  // in [0, ln 2)
  double sum = 1;
  for (int k = 18; k >= 1; --k) sum = 1 - rest / k * sum;
  return sum * std::bit_cast<double>(static_cast<std::uint64_t>(1023 - halvings) << 52);
}

}  // namespace samestory
