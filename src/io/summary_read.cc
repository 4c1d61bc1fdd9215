#include "io/summary_read.h"

#include <samestory/error.h>
#include <simdjson.h>

#include <array>
#include <charconv>

#include "io/model_file.h"

namespace samestory {
namespace {

using simdjson::dom::element;

[[noreturn]] void throw_damaged(const std::string& path, const std::string& what) {
  throw Error(ErrorKind::kInput, "not a summary of a run: " + path + ": " + what + " (run samestory cluster again)");
}

// Reads fields of one object; any that is missing or of another type is an error that names it.
class Fields {
 public:
  Fields(const std::string& path, element object) : path_(path), object_(object) {}

  [[nodiscard]] std::string text(const char* key) const {
    std::string_view value;
    if (object_[key].get(value) != simdjson::SUCCESS) throw_damaged(path_, std::string("no \"") + key + '"');
    return std::string(value);
  }
  [[nodiscard]] std::uint64_t integer(const char* key) const {
    std::uint64_t value = 0;
    if (object_[key].get(value) != simdjson::SUCCESS) throw_damaged(path_, std::string("no \"") + key + '"');
    return value;
  }
  [[nodiscard]] double number(const char* key) const {
    double value = 0;
    if (object_[key].get(value) != simdjson::SUCCESS) throw_damaged(path_, std::string("no \"") + key + '"');
    return value;
  }
  [[nodiscard]] element member(const char* key) const {
    element value;
    if (object_[key].get(value) != simdjson::SUCCESS) throw_damaged(path_, std::string("no \"") + key + '"');
    return value;
  }
  [[nodiscard]] simdjson::dom::array array(const char* key) const {
    simdjson::dom::array values;
    if (object_[key].get(values) != simdjson::SUCCESS) throw_damaged(path_, std::string("no \"") + key + '"');
    return values;
  }

 private:
  const std::string& path_;
  element object_;
};

template <class Enum>
Enum by_name(const std::string& path, const std::string& text, std::span<const Enum> values) {
  for (const Enum value : values) {
    if (text == name_of(value)) return value;
  }
  throw_damaged(path, "unknown option \"" + text + '"');
}

constexpr Level kLevels[] = {Level::kCopies, Level::kStories, Level::kStorylines};

ResultOptions read_options(const std::string& path, const Fields& fields) {
  ResultOptions options;
  options.preset = by_name(path, fields.text("preset"), std::span<const Preset>(kPresets));
  options.level = by_name(path, fields.text("level"), std::span<const Level>(kLevels));
  options.copies.shingle_words = static_cast<int>(fields.integer("shingle_words"));
  options.copies.shingle_points = static_cast<int>(fields.integer("shingle_points"));
  options.copies.candidate_resemblance = fields.number("candidate_resemblance");
  options.copies.coverage = preset_options(options.preset).copies.coverage;  // no flag changes it
  options.copies.near_coverage = fields.number("near_coverage");
  options.copies.partial_coverage = fields.number("partial_coverage");
  options.copies.most_slots = fields.number("most_slots");
  options.copies.link_resemblance = fields.number("link_resemblance");
  constexpr std::array<CopyGrouping, 2> kGroupings = {CopyGrouping::kCanonical, CopyGrouping::kComponents};
  options.copies.grouping = by_name<CopyGrouping>(path, fields.text("groups"), kGroupings);
  options.copies.min_aligned_words = static_cast<int>(fields.integer("min_aligned_words"));
  options.copies.seed = fields.integer("seed");
  options.stories.level = fields.number("story_level");
  options.stories.model = read_model(path, fields.member("story_model"));
  return options;
}

InputFile read_file(const std::string& path, element object) {
  const Fields file(path, object);
  const std::string digits = file.text("xxh3");
  std::uint64_t checksum = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), checksum, 16);
  return {file.text("path"), file.integer("size_bytes"), checksum};
}

}  // namespace

Summary read_summary(const std::string& folder) {
  const std::string path = folder + "/summary.json";
  simdjson::dom::parser parser;
  element document;
  const simdjson::error_code error = parser.load(path).get(document);
  if (error == simdjson::IO_ERROR) {
    throw Error(ErrorKind::kInput,
                "cannot read: " + path + " (name the output folder of a finished samestory cluster)");
  }
  if (error != simdjson::SUCCESS) throw_damaged(path, simdjson::error_message(error));
  const Fields fields(path, document);
  Summary summary;
  summary.normalizer_version = static_cast<int>(fields.integer("normalizer"));
  const Fields options(path, fields.member("options"));
  summary.options = read_options(path, options);
  summary.max_record_bytes = options.integer("max_record_bytes");
  for (const element field : options.array("fields")) {
    const std::string text(field.get_string().value_unsafe());
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) throw_damaged(path, "field \"" + text + '"');
    summary.fields.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  for (const element input : fields.array("inputs")) summary.inputs.push_back(read_file(path, input));
  for (const element input : fields.array("embeddings")) summary.embeddings.push_back(read_file(path, input));
  return summary;
}

}  // namespace samestory
