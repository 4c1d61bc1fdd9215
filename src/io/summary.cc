#include "io/summary.h"

#include <samestory/version.h>

#include <array>
#include <cstdio>

#include "io/model_file.h"
#include "io/write.h"

namespace samestory {
namespace {

// Writes one JSON object, two spaces a level, so that people can read it.
class ObjectWriter {
 public:
  explicit ObjectWriter(int depth) : depth_(depth) { out_ = "{"; }

  ObjectWriter& text(std::string_view key, std::string_view value) {
    name(key);
    append_json_string(out_, value);
    return *this;
  }
  ObjectWriter& integer(std::string_view key, std::uint64_t value) {
    name(key);
    out_ += std::to_string(value);
    return *this;
  }
  ObjectWriter& number(std::string_view key, double value) {
    name(key);
    append_number(out_, value);
    return *this;
  }
  ObjectWriter& raw(std::string_view key, std::string_view json) {
    name(key);
    out_ += json;
    return *this;
  }
  [[nodiscard]] std::string close() const {
    return out_ + (first_ ? "" : "\n" + std::string(2 * static_cast<std::size_t>(depth_), ' ')) + "}";
  }

 private:
  void name(std::string_view key) {
    if (!first_) out_ += ",";
    first_ = false;
    out_ += "\n" + std::string(2 * static_cast<std::size_t>(depth_ + 1), ' ');
    append_json_string(out_, key);
    out_ += ": ";
  }

  int depth_;
  bool first_ = true;
  std::string out_;
};

template <class T, class ToJson>
std::string array_of(const std::vector<T>& values, int depth, const ToJson& to_json) {
  std::string out = "[";
  const std::string indent = "\n" + std::string(2 * static_cast<std::size_t>(depth + 1), ' ');
  for (const T& value : values) out += (out.size() > 1 ? "," : "") + indent + to_json(value);
  return out + (values.empty() ? "]" : "\n" + std::string(2 * static_cast<std::size_t>(depth), ' ') + "]");
}

std::string hexadecimal(std::uint64_t value) {
  std::array<char, 17> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(value));
  return digits.data();
}

std::string options_json(const Summary& summary) {
  const ResultOptions& options = summary.options;
  std::string fields = array_of(summary.fields, 2, [](const auto& field) {
    std::string text;
    append_json_string(text, field.first + "=" + field.second);
    return text;
  });
  return ObjectWriter(1)
      .text("preset", name_of(options.preset))
      .text("level", name_of(options.level))
      .integer("shingle_words", static_cast<std::uint64_t>(options.copies.shingle_words))
      .integer("shingle_points", static_cast<std::uint64_t>(options.copies.shingle_points))
      .number("candidate_resemblance", options.copies.candidate_resemblance)
      .number("near_coverage", options.copies.near_coverage)
      .number("partial_coverage", options.copies.partial_coverage)
      .number("most_slots", options.copies.most_slots)
      .number("link_resemblance", options.copies.link_resemblance)
      .text("groups", name_of(options.copies.grouping))
      .integer("min_aligned_words", static_cast<std::uint64_t>(options.copies.min_aligned_words))
      .integer("seed", options.copies.seed)
      .number("story_level", options.stories.level)
      .raw("story_model", model_json(options.stories.model))
      .integer("max_record_bytes", summary.max_record_bytes)
      .raw("fields", fields)
      .close();
}

std::string pass_json(const PassFigures& pass) {
  ObjectWriter writer(2);
  writer.text("name", pass.name).number("seconds", pass.seconds).integer(pass.unit, pass.items);
  if (pass.bytes > 0) {
    writer.integer("bytes", pass.bytes);
    if (pass.seconds > 0) writer.number("mb_per_s", static_cast<double>(pass.bytes) / 1e6 / pass.seconds);
  }
  for (const auto& [name, count] : pass.counts) writer.integer(name, count);
  for (const auto& [name, share] : pass.shares) writer.number(name, share);
  if (!pass.no_outlets.empty()) {
    const std::vector<std::string> names(pass.no_outlets.begin(), pass.no_outlets.end());
    writer.raw("no_outlets", array_of(names, 3, [](const std::string& name) {
                 std::string text;
                 append_json_string(text, name);
                 return text;
               }));
  }
  return writer.close();
}

}  // namespace

const char* name_of(Preset preset) {
  switch (preset) {
    case Preset::kWeb:
      return "web";
    case Preset::kOcr:
      return "ocr";
    case Preset::kHeadlines:
      return "headlines";
    case Preset::kStrict:
      return "strict";
    case Preset::kGenerous:
      return "generous";
  }
  return "";
}

const char* name_of(Level level) {
  switch (level) {
    case Level::kCopies:
      return "copies";
    case Level::kStories:
      return "stories";
    case Level::kStorylines:
      return "storylines";
  }
  return "";
}

const char* name_of(CopyGrouping grouping) { return grouping == CopyGrouping::kCanonical ? "canonical" : "components"; }

std::string to_json(const Summary& summary) {
  const auto file_json = [](const InputFile& file) {
    return ObjectWriter(2)
        .text("path", file.path)
        .integer("size_bytes", file.size_bytes)
        .text("xxh3", hexadecimal(file.checksum))
        .close();
  };
  const std::string counts = ObjectWriter(1)
                                 .integer("records", summary.records)
                                 .integer("articles", summary.articles)
                                 .integer("rejects", summary.rejects)
                                 .integer("unreadable_dates", summary.unreadable_dates)
                                 .integer("empty_articles", summary.empty_articles)
                                 .integer("copy_groups", summary.copy_groups)
                                 .integer("copies", summary.copies)
                                 .integer("stories", summary.stories)
                                 .integer("storylines", summary.storylines)
                                 .integer("links", summary.links)
                                 .close();
  return ObjectWriter(0)
             .text("samestory", kVersion)
             .integer("normalizer", static_cast<std::uint64_t>(summary.normalizer_version))
             .raw("options", options_json(summary))
             .integer("threads", static_cast<std::uint64_t>(summary.threads))
             .raw("inputs", array_of(summary.inputs, 1, file_json))
             .raw("embeddings", array_of(summary.embeddings, 1, file_json))
             .raw("counts", counts)
             .raw("passes", array_of(summary.passes, 1, pass_json))
             .number("seconds", summary.seconds)
             .integer("text_bytes", summary.text_bytes)
             .number("mb_per_s",
                     summary.seconds > 0 ? static_cast<double>(summary.text_bytes) / 1e6 / summary.seconds : 0)
             .integer("peak_memory_bytes", summary.peak_memory_bytes)
             .close() +
         "\n";
}

}  // namespace samestory
