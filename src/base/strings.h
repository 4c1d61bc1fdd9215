// Strings that outlive their source, packed: what an archive keeps of ids and outlets.
//
// keep() copies a string to the end of a block and returns a view that stays valid while the keeper lives; intern()
// does the same once a distinct value. An std::string costs 32 bytes and above 15 letters an allocation of its own; a
// view costs 16, and a thousand articles of one outlet share its name. Blocks are never moved, so moving the keeper
// keeps every view. Serial. Cost: the bytes, and one hash a call of intern(). Test: tests/base_test.cc.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace samestory {

class StringKeeper {
 public:
  std::string_view keep(std::string_view value);
  std::string_view intern(std::string_view value);

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t free_bytes_ = 0;  // of the last block
  char* free_ = nullptr;
  std::unordered_set<std::string_view> interned_;
};

}  // namespace samestory
