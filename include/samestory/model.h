// The constants of the story score: src/stories/affinity.h says what each one does.
//
// The defaults were chosen on six labelled sets of English and Arabic news, rounded, because figures that were fitted
// to the last digit lose on news that they have not seen.
#pragma once

#include <array>

namespace samestory {

struct StoryModel {
  // Of each signal's cosine: body, lead, names, grams, numbers, title. Only their ratios count; 0 and more. What
  // is reported stands in the lead, the topic in the body.
  std::array<double, 6> weights = {0.32, 0.29, 0.15, 0.10, 0.10, 0.04};

  // Of what the user's embeddings are worth as evidence, where there are any; 0 leaves them out of the score.
  double embedding = 1;

  // What time leaves of a likeness: kernel_always + kernel_short exp(-days/kernel_short_days) + kernel_long
  // exp(-(days/kernel_long_days)^2). The three shares add up to 1: the same day changes nothing.
  double kernel_always = 0.35, kernel_short = 0.5, kernel_long = 0.15;
  double kernel_short_days = 1.5;  // the news cycle: what is new on Monday is known on Wednesday; above 0
  double kernel_long_days = 90;    // late reports come within weeks; an arrest is no verdict; above 0

  double background_times = 1.5;  // what a background explains, in times of it; 0 to 10
  double tenfold = 0.065;         // likeness beyond that which makes the evidence ten times as strong; above 0, up to 1
  double most_background = 0.25;  // likeness: a neighbourhood beyond that means one topic; 0 to 1
  double prior_background = 0.04;  // likeness, where there is no neighbourhood; 0 to 1
  double prior_articles = 30;      // articles at which neighbourhood and prior weigh the same; above 0
  double agreement = 0.5;          // powers of ten, for a shared or a contradicting day; 0 to 1
  double age_share = 0.8;          // of agreement, for ages: reporters get them wrong; 0 to 1
  double same_outlet = 0.5;        // powers of ten less for two reports of one outlet; 0 to 4

  friend bool operator==(const StoryModel&, const StoryModel&) = default;
};

}  // namespace samestory
