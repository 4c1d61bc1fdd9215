// README.md against what it speaks of: its example is the program that tests/install builds, and its first screen holds
// the commands that work.
#include <doctest/doctest.h>

#include <cstddef>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

namespace {

constexpr std::size_t kFirstScreenWords = 180;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  CAPTURE(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string readme() { return read_file(std::string(SAMESTORY_TEST_DIR) + "/../README.md"); }

// What stands between the only line `first` and the next line `last`; both must be there.
std::string between_lines(const std::string& text, std::string_view first, std::string_view last) {
  const std::string begins = "\n" + std::string(first) + "\n", ends = "\n" + std::string(last) + "\n";
  const std::size_t begin = text.find(begins);
  CAPTURE(first);
  REQUIRE(begin != std::string::npos);
  REQUIRE(text.find(begins, begin + 1) == std::string::npos);
  const std::size_t from = begin + begins.size();
  const std::size_t end = text.find(ends, from);
  CAPTURE(last);
  REQUIRE(end != std::string::npos);
  return text.substr(from, end + 1 - from);
}

// Number of the first word that equals `word`, from 1; 0 if none does. Words end at white space, as in `wc -w`.
std::size_t place_of_word(const std::string& text, std::string_view word) {
  std::istringstream stream(text);
  std::string each;
  for (std::size_t place = 1; stream >> each; ++place) {
    if (each == word) return place;
  }
  return 0;
}

TEST_CASE("the example in README.md is the program that tests/install builds and runs") {
  const std::string program = read_file(std::string(SAMESTORY_TEST_DIR) + "/install/main.cc");
  CHECK(between_lines(readme(), "<!-- example begins -->", "<!-- example ends -->") == "```cpp\n" + program + "```\n");
}

TEST_CASE("the two commands stand on the first screen of README.md") {
  const std::string text = readme();
  for (const std::string command : {"./quickstart.sh", "./test.sh"}) {
    CAPTURE(command);
    const std::size_t place = place_of_word(text, command);
    CHECK(place > 0);
    CHECK(place <= kFirstScreenWords);
  }
}

}  // namespace
