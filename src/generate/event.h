// Events and what is written about them.
//
// An event is a set of facts: a topic, a day, a place, people, an organisation, quantities with their noun, and 8 to 15
// rarer words of its own. Reports of one event are written independently from these facts in sentences of their own, so
// that they share names, numbers and rare words but no passage, save a statement that half of them quote.
//
// Steps of a saga share what its cast draws: topic, place, two people, the organisation, some rare words, and
// background sentences that reports repeat word for word. Everything else, above all quantities, day and own words,
// differs.
//
// Two traps are written here as well: templates, fixed sentences of a family in which only the numbers change (weather,
// prices, results), each instance an event of its own; and quotations, a passage of 40 to 100 words of one
// speaker inside reports of different events.
//
// All of it is a function of the seeds. Cost: some 10 us a report. Test: tests/generate_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "generate/prose.h"

namespace samestory {

struct Person {
  std::string full_name;
  std::string family_name;
};

struct Quantity {
  std::uint32_t value = 0;
  std::string noun;
};

struct Event {
  std::uint32_t topic = 0;
  std::int32_t day = 0;  // days since 1970-01-01
  std::string place;
  std::vector<Person> people;  // 2 to 4
  std::string organisation;
  std::vector<Quantity> quantities;     // 2 to 4
  std::vector<std::string> words;       // 8 to 15 rarer words
  std::string statement;                // quoted by half of the reports; may be empty
  std::vector<std::string> background;  // sentences that all steps of a saga may repeat; empty outside of sagas
};

enum class Cast { kOwn, kShared };

// `cast_seed` decides what a saga shares; with Cast::kOwn it is the event's alone and no background is made.
Event make_event(const Vocabulary& vocabulary, Cast cast, std::uint64_t cast_seed, std::uint64_t seed,
                 std::int32_t day);

struct Report {
  std::string title;
  std::string text;  // paragraphs separated by '\n'
};

// About `bytes` of text. The voice's topic is not used: the event has its own.
Report write_report(const Event& event, Voice voice, std::uint32_t bytes, Random& random);

// One more headline for the event.
std::string write_title(const Event& event, Voice voice, Random& random);

// An instance of the family: its sentences are the family's, its numbers, place and day its own.
Report write_template(std::uint64_t family_seed, const Event& instance, Voice voice, std::uint32_t bytes,
                      Random& random);

// A paragraph of 40 to 100 quoted words.
std::string write_quotation(std::uint64_t seed, Voice voice);

}  // namespace samestory
