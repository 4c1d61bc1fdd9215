// One article as the user hands it in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace samestory {

// All strings are UTF-8; invalid bytes are read as U+FFFD. Only `id` and one of `title` and `text` must be filled.
struct Article {
  std::string id;        // unique in the archive; stands for the article in every result
  std::string title;     // may be empty
  std::string text;      // the body; line breaks separate paragraphs. Empty: no copy of anything.
  std::string outlet;    // who published it: a domain or a name; empty if unknown
  std::string language;  // BCP 47 tag such as "ar" or "pt-BR"; empty: guessed from the script where that decides it
  std::string url;       // may be empty
  std::optional<std::int64_t> published_s;  // seconds since 1970-01-01 UTC; nothing if unknown
};

}  // namespace samestory
