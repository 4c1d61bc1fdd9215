// Logarithm and exponential that give the same bits on every processor.
//
// The C library picks other code where FMA is present, and its results then differ in the last bit; a score that
// decides a merge must not. These use only + - * / on doubles, each correctly rounded by IEEE 754, in a fixed order;
// the build forbids contraction (-ffp-contract=off). Error below 1e-14 relative, a hundred times finer than any score
// is kept. Method: argument reduction by powers of two, then the series of atanh and exp (Abramowitz and Stegun
// 1964, 4.1.27 and 4.2.1). Tested by tests/base_test.cc against the C library.
#pragma once

namespace samestory {

// Natural logarithm; x finite and > 0.
double natural_log(double x);

// e to the power of -x; 0 <= x. Beyond 700 the result is 0.
double exp_minus(double x);

}  // namespace samestory
