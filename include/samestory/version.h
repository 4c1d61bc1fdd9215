// The version of the library; CMakeLists.txt reads it from here.
#pragma once

namespace samestory {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace samestory
