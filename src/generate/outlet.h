// Outlets and what they put around a text.
//
// An outlet has a language, a name, its own way to write digits and dates, and a boilerplate paragraph. Around a text
// it sets, by the shares of habits.h: a dateline before the first word, a byline as the first line, "read more" lines
// with headlines of other articles, a credit line and the boilerplate at the end. Together this is the furniture that
// lets two unrelated pages of one outlet look alike and two copies of one text look different. Test:
// tests/generate_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/habits.h"
#include "generate/prose.h"

namespace samestory {

struct Outlet {
  std::string domain;  // under .example, which nobody can register (RFC 2606)
  std::string name;
  std::string boilerplate;
  std::string agency;  // whom it credits
  std::uint64_t staff_seed = 0;
  Voice voice;                // of what it writes itself
  bool title_tail = false;    // its page titles end in its name
  bool links_inside = false;  // its "read more" lines stand between paragraphs
};

Outlet make_outlet(const Vocabulary& vocabulary, std::uint32_t number, std::uint64_t seed);

struct Furnishing {
  std::string_view place;          // of the event
  std::int32_t day = 0;            // of publication, since 1970-01-01
  std::vector<std::string> links;  // headlines of other articles
};

// The page that a crawler would extract.
std::string furnish(std::string_view text, const Outlet& outlet, const Furnishing& furnishing, const Habits& habits,
                    Random& random);

// The headline as the page shows it.
std::string page_title(std::string_view title, const Outlet& outlet);

}  // namespace samestory
