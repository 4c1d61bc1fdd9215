// Reading summary.json back: what a finished run was asked and what it read.
//
// Gives the parts that another command needs to run the same passes on the same inputs. Throws Error{kInput} for a file
// that is missing or was not written by this version's normalizer, since its numbers could not be repeated.
// Tested by tests/pipeline_test.cc.
#pragma once

#include <string>

#include "io/summary.h"

namespace samestory {

// Fills options, normalizer_version, inputs, fields and max_record_bytes; the rest stays empty.
Summary read_summary(const std::string& folder);

}  // namespace samestory
