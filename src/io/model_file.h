// Model files: the constants of the story score as JSON, for `cluster --model` and summary.json.
//
// One object with the fields of StoryModel (samestory/model.h); a field that is missing keeps its default, one that is
// unknown or out of range is an error that names it, since a misspelt weight would otherwise be no weight at all. A
// file also holds the level, beside "model". Numbers are written with at most 4 decimals.
// Test: tests/model_file_test.cc, tests/cli.
#pragma once

#include <samestory/options.h>
#include <simdjson.h>

#include <string>

namespace samestory {

// The model as one JSON object.
std::string model_json(const StoryModel& model);

// Reads such an object; `where` names the file for errors, which are Error{kInput}.
StoryModel read_model(const std::string& where, simdjson::dom::element object);

// {"level": ..., "model": {...}}, and what read_model_file takes.
std::string story_options_json(const StoryOptions& options);

// Throws Error{kInput}.
StoryOptions read_model_file(const std::string& path);

}  // namespace samestory
