#include "text/general_words.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace samestory;

TEST_CASE("What is left of a run is the name inside it") {
  struct Case {
    std::string language, run, core;
  };
  const std::vector<Case> cases = {
      {"zh", "市长周启明", "周启明"},      // an office before a name
      {"zh", "宏川建设集团", "宏川"},      // two words behind it
      {"zh", "周启明", "周启明"},          // nothing to cut
      {"zh", "检察机关", ""},              // nothing but general words
      {"ja", "黒瀬被告", "黒瀬"},          //
      {"ja", "逮捕容疑", ""},              //
      {"th", "เมืองลานแก้ว", "ลานแก้ว"},      //
      {"xx", "周启明市长", "周启明市长"},  // a language without a list
  };
  for (const Case& c : cases) {
    CAPTURE(c.run);
    const GeneralWords& words = GeneralWords::of(c.language);
    CHECK(words.core(c.run) == c.core);
  }
}

TEST_CASE("Nothing is left of a word of the lists") {
  for (const std::string language : {"ja", "th", "zh"}) {
    CAPTURE(language);
    const GeneralWords& words = GeneralWords::of(language);
    CHECK(words.words().size() > 200);
    CHECK(std::all_of(words.words().begin(), words.words().end(),
                      [&](auto word) { return words.holds(word) && words.core(word).empty(); }));
  }
  CHECK(GeneralWords::of("en").empty());
  CHECK(!GeneralWords::of("en").holds("mayor"));
}
