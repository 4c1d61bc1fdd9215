#include <samestory/sketch.h>

#include "copies/minhash.h"
#include "copies/shingle.h"
#include "text/units.h"

namespace samestory {

Sketch sketch_text(std::string_view text, const CopyOptions& options) {
  return sketch(shingle(to_units(read_page(text), options.seed), options), options.seed);
}

}  // namespace samestory
