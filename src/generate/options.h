// Options of a synthetic archive, with meaning, unit, range and default. All of them decide its bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace samestory {

enum class ArchivePreset {
  kWeb,       // events with several reports each, sagas, articles as a crawler finds them
  kReprints,  // one report an event, much reprinted, cut and scanned badly
};

struct GenerateOptions {
  ArchivePreset preset = ArchivePreset::kWeb;
  std::uint64_t articles = 10'000;  // exactly so many; 1 to 10^10
  std::uint64_t seed = 1;
  std::optional<std::uint32_t> outlets;  // in each language; 1 to 10,000. Nothing: usual_outlets()
  std::uint32_t days = 60;               // that events lie on, from 2024-01-01; 1 to 36,500
  std::vector<std::string> languages = {"en", "es", "ru", "el", "ar", "hi", "am", "ja", "zh"};  // equally often
  // Mean size of a text, about; 200 to 1,000,000. Furniture does not shrink with it. It is the mean of all languages:
  // their texts have equally many words, so that those of scripts with three bytes a letter are longer.
  std::uint32_t bytes = 2500;
  // Shares of the articles, 0 to 1; the last four together at most 1, the rest are plain events.
  double copies = .25;         // stand in a copy group of two or more; templates never do
  double sagas = .15;          // belong to steps of a saga
  double templates = .10;      // are instances of a template
  double quotations = .04;     // share a long quotation with reports of other events
  double follow_ups = .05;     // repeat a part of an earlier report
  double word_error_rate = 0;  // of scanning; 0 to .9. 0: not scanned
};

// The values of a preset; single fields may be changed afterwards.
GenerateOptions preset_options(ArchivePreset preset);

// Outlets in each language of an archive of this size: 60, or as many as print seven articles a day. A day of one of 33
// front pages of American news sites holds 7.0 articles in the mean (6,973 articles of 109 days), of nine Japanese
// blogs 2.2. Were they no more in a larger archive, an outlet of 10^7 articles would print three hundred a day, and the
// pairs that have only its furniture in common would grow with their square.
std::uint32_t usual_outlets(const GenerateOptions& options);

// Throws Error{kUsage} naming the option, its value and the range.
void check(const GenerateOptions& options);

}  // namespace samestory
