// Extract blocks: the extracts of an archive as it keeps them, kBlockExtracts to a block.
//
// Input: the extracts of neighbouring canonicals. Output: an ExtractBlock: their terms in term blocks, their facts, and
// of what only the archive can judge (uses of capitals, pairs of names, forms without prefixes) what the block says as
// a whole: each word or pair once. Extracts are made into blocks as soon as they are read, since as they are, with
// six vectors and more an article, they take 8 bytes a term, in pieces that are not given back when they are freed.
//
// Invariants: nothing is lost but which article uses a word with a capital how often, and which holds a pair or a
// form: both are facts of the term. Cost: a pass over the extracts; 5 bytes a term and 8 bytes a word of a block that
// stands inside sentences. Tested by tests/term_blocks_test.cc.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "stories/extract.h"
#include "stories/facts.h"
#include "stories/term_blocks.h"

namespace samestory {

struct CaseBalance {
  TermId word;          // as CaseUse::word
  std::int32_t excess;  // of its uses inside sentences with a capital over those without
};

struct ExtractBlock {
  std::array<TermBlock, kSignals> terms;
  std::vector<CaseBalance> case_uses;  // sorted by word, distinct
  std::vector<NamePair> name_pairs;    // sorted by pair, distinct
  std::vector<BareForm> bare_forms;    // sorted, distinct
  // Per article:
  std::vector<std::string> languages;
  std::vector<Facts> facts;
  std::vector<bool> prefixed;  // it has bare forms
};

// REQUIRES at most kBlockExtracts.
ExtractBlock make_block(const std::vector<Extract>& extracts);

// All of them, block by block.
std::vector<ExtractBlock> make_blocks(const std::vector<Extract>& extracts);

}  // namespace samestory
