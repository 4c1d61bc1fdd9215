// The constants of the story score: src/stories/affinity.h says what each one does.
//
// The defaults were chosen on six labelled sets of English and Arabic news, rounded, because figures that were fitted
// to the last digit lose on news that they have not seen.
#pragma once

#include <array>

namespace samestory {

struct StoryModel {
  // Of each signal's cosine: body, lead, names, grams, numbers, title, pairs. Only their ratios count; 0 and more.
  std::array<double, 7> weights = {0.40, 0.20, 0.15, 0.10, 0.07, 0.04, 0.04};

  // Of the likeness of the user's embeddings, where there are any, beside the weights above.
  double embedding = 0.6;

  // What time leaves of a likeness: kernel_always + kernel_short exp(-days/kernel_short_days) + kernel_long
  // exp(-days/kernel_long_days). The three shares add up to 1: the same day changes nothing.
  double kernel_always = 0.3, kernel_short = 0.35, kernel_long = 0.35;
  double kernel_short_days = 2;  // the cycle of news; above 0
  double kernel_long_days = 30;  // court cases and investigations; above 0

  double floor = 0.05;             // likeness below it is noise; above 0 and up to 1
  double most_background = 0.15;   // likeness: a neighbourhood beyond that means one topic; 0 to 1
  double prior_background = 0.05;  // likeness, where there is no neighbourhood; 0 to 1
  double prior_articles = 25;      // articles at which neighbourhood and prior weigh the same; above 0
  double agreement = 0.2;          // of the score, for a shared or a contradicting day; 0 to 1
  double age_share = 0.8;          // of agreement, for ages: reporters get them wrong; 0 to 1

  friend bool operator==(const StoryModel&, const StoryModel&) = default;
};

}  // namespace samestory
