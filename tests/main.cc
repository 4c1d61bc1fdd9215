// The one translation unit that holds doctest's runner; every tests/*_test.cc is linked with it into a program of its
// own.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
