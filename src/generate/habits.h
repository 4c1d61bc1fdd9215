// What outlets do with a text, by preset: the shares that steer copying and furniture.
//
// Presets: web, articles as a crawler finds them; reprints, the newspapers of a century ago, which cut what the wire
// sent until it fitted the column and were later scanned badly: the setting of NEWS-COPY (Silcock, D'Amico-Wong, Yang
// and Dell 2023, "Noise-robust de-duplication at scale", ICLR). The shares are guesses, not estimates from any data:
// they make hard cases in known proportion and claim to be no sample of the real thing. All shares are per mille of the
// articles or copies that the comment names.
//
// One share is measured, since the cost of a search for copies hangs on it: boilerplate on the web. In 6,973 articles
// of 33 American news sites sentences of four words or more that stand in eight articles of the site are 4.6% of the
// words, in 52% of the articles, and a fifth or more of 6.3% of them; in two Arabic archives and one of a news agency
// they are .04 to .5% of the words. In generated archives they are 5.3%, 40% and 6.8%, as furnished as the worst of
// these. With boilerplate in 85% of the articles they were 10.7% and a fifth of 14.5%, and most candidate pairs of a
// large archive had nothing else in common.
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
  std::uint32_t boilerplate = 400;
  std::uint32_t furniture_bytes = 200;  // not a share: what all of it adds to a text, less what copies lose; measured
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
          .boilerplate = 850,
          .furniture_bytes = 350};
}

}  // namespace samestory
