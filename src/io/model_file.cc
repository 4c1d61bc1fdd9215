#include "io/model_file.h"

#include <samestory/error.h>

#include <array>
#include <cmath>
#include <string_view>

#include "io/json_writer.h"

namespace samestory {
namespace {

using simdjson::dom::element;

constexpr std::array<const char*, 6> kWeightNames = {"body", "lead", "names", "grams", "numbers", "title"};

struct Field {
  const char* name;
  double StoryModel::*value;
  double least, most;
};

constexpr double kSmall = 1e-4;  // what is divided by is at least this; as many decimals as the file has
constexpr std::array<Field, 14> kFields = {{{"embedding", &StoryModel::embedding, 0, 100},
                                            {"kernel_always", &StoryModel::kernel_always, 0, 1},
                                            {"kernel_short", &StoryModel::kernel_short, 0, 1},
                                            {"kernel_long", &StoryModel::kernel_long, 0, 1},
                                            {"kernel_short_days", &StoryModel::kernel_short_days, kSmall, 36500},
                                            {"kernel_long_days", &StoryModel::kernel_long_days, kSmall, 36500},
                                            {"background_times", &StoryModel::background_times, 0, 10},
                                            {"tenfold", &StoryModel::tenfold, 0.01, 1},
                                            {"most_background", &StoryModel::most_background, 0, 1},
                                            {"prior_background", &StoryModel::prior_background, 0, 1},
                                            {"prior_articles", &StoryModel::prior_articles, kSmall, 1e6},
                                            {"agreement", &StoryModel::agreement, 0, 1},
                                            {"age_share", &StoryModel::age_share, 0, 1},
                                            {"same_outlet", &StoryModel::same_outlet, 0, 4}}};

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
  throw Error(ErrorKind::kInput,
              "not a model: " + where + ": " + what + " (write the fields as story_model in summary.json has them)");
}

double read_number(const std::string& where, std::string_view name, element value, double least, double most) {
  double number = 0;
  if (value.get(number) != simdjson::SUCCESS) refuse(where, '"' + std::string(name) + "\" is no number");
  if (number >= least && number <= most) return number;
  refuse(where, '"' + std::string(name) + "\" is out of range");
}

void read_weights(const std::string& where, element object, StoryModel& model) {
  simdjson::dom::object weights;
  if (object.get(weights) != simdjson::SUCCESS) refuse(where, "\"weights\" is no object");
  double sum = 0;
  for (const auto field : weights) {
    std::size_t f = 0;
    while (f < kWeightNames.size() && field.key != kWeightNames[f]) ++f;
    if (f == kWeightNames.size()) refuse(where, "unknown weight \"" + std::string(field.key) + '"');
    model.weights[f] = read_number(where, field.key, field.value, 0, 100);
  }
  for (const double weight : model.weights) sum += weight;
  if (sum <= 0) refuse(where, "no weight is above 0");
}

}  // namespace

std::string model_json(const StoryModel& model) {
  JsonWriter json;
  json.begin_object().key("weights").begin_object();
  for (std::size_t f = 0; f < kWeightNames.size(); ++f) json.key(kWeightNames[f]).number(model.weights[f]);
  json.end_object();
  for (const Field& field : kFields) json.key(field.name).number(model.*field.value);
  return json.end_object().json();
}

StoryModel read_model(const std::string& where, element object) {
  simdjson::dom::object fields;
  if (object.get(fields) != simdjson::SUCCESS) refuse(where, "the model is no object");
  StoryModel model;
  for (const auto field : fields) {
    if (field.key == "weights") {
      read_weights(where, field.value, model);
      continue;
    }
    std::size_t f = 0;
    while (f < kFields.size() && field.key != kFields[f].name) ++f;
    if (f == kFields.size()) refuse(where, "unknown field \"" + std::string(field.key) + '"');
    model.*kFields[f].value = read_number(where, field.key, field.value, kFields[f].least, kFields[f].most);
  }
  constexpr double kRounding = 1e-3;
  if (std::abs(model.kernel_always + model.kernel_short + model.kernel_long - 1) > kRounding)
    refuse(where, "kernel_always, kernel_short and kernel_long do not add up to 1");
  return model;
}

std::string story_options_json(const StoryOptions& options) {
  JsonWriter level;
  level.number(options.level);
  return "{\"level\":" + level.json() + ",\"model\":" + model_json(options.model) + "}\n";
}

StoryOptions read_model_file(const std::string& path) {
  simdjson::dom::parser parser;
  element document;
  const simdjson::error_code error = parser.load(path).get(document);
  if (error == simdjson::IO_ERROR) throw Error(ErrorKind::kInput, "cannot read: " + path + " (name a model file)");
  if (error != simdjson::SUCCESS) refuse(path, simdjson::error_message(error));
  simdjson::dom::object fields;
  if (document.get(fields) != simdjson::SUCCESS) refuse(path, "no object");
  StoryOptions options;
  for (const auto field : fields) {
    if (field.key == "level")
      options.level = read_number(path, field.key, field.value, 1, 8);
    else if (field.key == "model")
      options.model = read_model(path, field.value);
    else
      refuse(path, "unknown field \"" + std::string(field.key) + '"');
  }
  return options;
}

}  // namespace samestory
