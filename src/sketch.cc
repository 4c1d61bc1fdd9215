#include <samestory/sketch.h>

#include "copies/minhash.h"
#include "text/units.h"

namespace samestory {

Sketch sketch_text(std::string_view text, const CopyOptions& options) {
  return sketch(to_units(read_page(text), options.seed), options);
}

}  // namespace samestory
