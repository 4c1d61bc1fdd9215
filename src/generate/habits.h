// What outlets do with a text, by preset: the shares that steer copying and furniture.
//
// Presets: web, articles as a crawler finds them; reprints, the newspapers of a century ago, which cut what the wire
// sent until it fitted the column and were later scanned badly: the setting of NEWS-COPY (Silcock, D'Amico-Wong, Yang
// and Dell 2023, "Noise-robust de-duplication at scale", ICLR). The shares are guesses, not estimates from any data:
// they make hard cases in known proportion and claim to be no sample of the real thing. All shares are per mille of the
// articles or copies that the comment names.
#pragma once

#include <cstdint>

namespace samestory {

struct Habits {
  // One of four, of the copies; what is left keeps the whole text.
  std::uint32_t cut_lead = 250;       // keeps the first part only
  std::uint32_t drop_paragraphs = 0;  // leaves out each later paragraph with even odds
  std::uint32_t halve_last = 0;       // keeps half of the last paragraph
  std::uint32_t least_kept = 500;     // of the text, where the first part is kept
  std::uint32_t most_kept = 900;
  // Independently of it, of the copies.
  std::uint32_t edit_words = 400;       // changes up to 2% of the words
  std::uint32_t local_paragraph = 200;  // adds 20 to 60 words of its own
  std::uint32_t merge = 30;             // puts another report below, as one page
  std::uint32_t keep_headline = 700;
  // Of all articles.
  std::uint32_t dateline = 300;
  std::uint32_t byline = 300;
  std::uint32_t credit = 250;
  std::uint32_t links = 500;  // one to three "read more" lines
  std::uint32_t boilerplate = 850;
};

constexpr Habits web_habits() { return {}; }

constexpr Habits reprint_habits() {
  return {.cut_lead = 450,
          .drop_paragraphs = 250,
          .halve_last = 150,
          .least_kept = 200,
          .most_kept = 900,
          .edit_words = 1000,
          .local_paragraph = 250,
          .merge = 30,
          .keep_headline = 350,
          .dateline = 600,
          .byline = 300,
          .credit = 200,
          .links = 0,
          .boilerplate = 850};
}

}  // namespace samestory
