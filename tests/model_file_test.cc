#include "io/model_file.h"

#include <doctest/doctest.h>
#include <samestory/error.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace samestory;

namespace {

StoryOptions read(const std::string& json) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("samestory-model-" + std::to_string(::getpid()) + ".json");
  std::ofstream(path, std::ios::binary) << json;
  try {
    const StoryOptions options = read_model_file(path.string());
    std::filesystem::remove(path);
    return options;
  } catch (...) {
    std::filesystem::remove(path);
    throw;
  }
}

TEST_CASE("what is written is read back") {
  StoryOptions options;
  options.level = 2.1;
  options.model.weights[3] = 0.25;
  options.model.kernel_always = 0.5, options.model.kernel_short = 0.1, options.model.kernel_long = 0.4;
  options.model.tenfold = 0.09, options.model.embedding = 2;
  const StoryOptions found = read(story_options_json(options));
  CHECK(found.level == options.level);
  CHECK(found.model == options.model);
}

TEST_CASE("what a file leaves out keeps its default") {
  CHECK(read("{}").model == StoryModel());
  CHECK(read("{}").level == StoryOptions().level);
  CHECK(read(R"({"model":{"weights":{"lead":0.5}}})").model.weights[1] == 0.5);
  CHECK(read(R"({"model":{"weights":{"lead":0.5}}})").model.weights[0] == StoryModel().weights[0]);
}

TEST_CASE("a file that says something else is refused with what is wrong") {
  struct Row {
    const char* json;
    const char* expected;
  };
  const Row rows[] = {
      {"[]", "no object"},
      {"{\"level\":", "not a model"},
      {R"({"level":9})", "\"level\" is out of range"},
      {R"({"level":"high"})", "\"level\" is no number"},
      {R"({"wieghts":{}})", "unknown field \"wieghts\""},
      {R"({"model":{"flor":0.1}})", "unknown field \"flor\""},
      {R"({"model":{"weights":{"tile":0.1}}})", "unknown weight \"tile\""},
      {R"({"model":{"weights":{"lead":-1}}})", "\"lead\" is out of range"},
      {R"({"model":{"weights":[]}})", "\"weights\" is no object"},
      {R"({"model":{"weights":{"body":0,"lead":0,"names":0,"grams":0,"numbers":0,"title":0}}})",
       "no weight is above 0"},
      {R"({"model":{"kernel_always":0.9}})", "do not add up to 1"},
      {R"({"model":{"tenfold":0}})", "\"tenfold\" is out of range"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    CHECK_THROWS_WITH_AS(read(row.json), doctest::Contains(row.expected), Error);
  }
  CHECK_THROWS_AS(read_model_file("/no/such/model.json"), Error);
}

}  // namespace
