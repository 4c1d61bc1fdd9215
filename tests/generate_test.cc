// The parts that a synthetic archive is made of; the archive as a whole: generate_archive_test.cc.
#include <doctest/doctest.h>
#include <samestory/error.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "error_message.h"
#include "five_grams.h"
#include "generate/edits.h"
#include "generate/event.h"
#include "generate/outlet.h"
#include "generate/random.h"
#include "generate/scan.h"
#include "io/utf8.h"

using namespace samestory;

namespace {

bool is_valid_utf8(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace

TEST_CASE("random numbers are pinned, since every archive hangs on them") {
  Random random(1);
  CHECK(random.next() == 6791897765849424158ULL);
  CHECK(random.next() == 17405687883870564846ULL);
  CHECK(random.below(1000) == 45);
}

TEST_CASE("an alias table draws each rank as often as its weight says") {
  const std::vector<std::uint32_t> weights = {5, 0, 1, 100, 30, 3, 3, 58};
  const AliasTable table(weights);
  constexpr int kDraws = 1'000'000;
  std::vector<int> drawn(weights.size(), 0);
  Random random(7);
  for (int i = 0; i < kDraws; ++i) ++drawn[table.draw(random.next())];
  for (std::size_t i = 0; i < weights.size(); ++i) {
    CAPTURE(i);
    const double expected = kDraws * weights[i] / 200.0;
    CHECK(std::abs(drawn[i] - expected) <= 5 * std::sqrt(expected));
  }
}

TEST_CASE("heavy tails fall with the power that was asked for") {
  for (const int exponent_32nds : {32, 37, 48}) {
    CAPTURE(exponent_32nds);
    const HeavyTail tail(exponent_32nds, 50);
    Random random(3);
    constexpr int kDraws = 400'000;
    std::vector<int> reached(52, 0);
    for (int i = 0; i < kDraws; ++i) {
      for (std::uint32_t k = tail.draw(random) + 1; k > 0; --k) ++reached[k - 1];
    }
    CHECK(reached[51] == 0);
    for (const int k : {0, 1, 2, 5, 20, 50}) {
      CAPTURE(k);
      const double expected = kDraws * std::pow(1.0 + k, -exponent_32nds / 32.0);
      CHECK(std::abs(reached[std::size_t(k)] - expected) <= 5 * std::sqrt(expected));
    }
  }
}

TEST_CASE("every language has distinct words in valid UTF-8, new ones beyond any rank, and twelve months") {
  for (const Language& language : all_languages()) {
    CAPTURE(language.tag);
    const Vocabulary vocabulary(language);
    std::set<std::string> words;
    for (std::uint32_t rank = 0; rank < Vocabulary::kListed; ++rank) {
      const std::string word(vocabulary.listed(rank));
      CHECK_MESSAGE(is_valid_utf8(word), word);
      CHECK(!word.empty());
      words.insert(word);
    }
    CHECK(words.size() == Vocabulary::kListed);
    std::set<std::string> unlisted;
    for (std::uint32_t rank = Vocabulary::kListed; rank < Vocabulary::kListed + 1000; ++rank) {
      unlisted.insert(vocabulary.word(rank));
    }
    CHECK(unlisted.size() > 800);
    CHECK(vocabulary.word(1'000'000) == vocabulary.word(1'000'000));
    CHECK(std::none_of(language.months.begin(), language.months.end(), [](auto month) { return month.empty(); }));
  }
  CHECK(message_of([] { find_language("xx"); }).find("unknown language: \"xx\" (choose from en, es") == 0);
}

TEST_CASE("dates are written as the language writes them") {
  struct Case {
    const char* language;
    std::uint32_t order;
    char32_t zero;
    const char* expected;
  };
  constexpr std::int32_t kDay = 19797;  // 2024-03-15
  const Case cases[] = {{"en", 0, '0', "March 15"},
                        {"en", 2, '0', "March 15, 2024"},
                        {"es", 2, '0', "15 de marzo de 2024"},
                        {"ru", 2, '0', "15 марта 2024 года"},
                        {"el", 0, '0', "15 Μαρτίου"},
                        {"ar", 1, U'٠', "١٥ آذار (مارس)"},
                        {"hi", 0, U'०', "१५ मार्च"},
                        {"ja", 2, '0', "2024年3月15日"},
                        {"zh", 0, '0', "3月15日"},
                        {"am", 0, '0', "ማርች 15"}};
  for (const Case& c : cases) {
    CAPTURE(c.expected);
    const Vocabulary vocabulary(find_language(c.language));
    CHECK(print_date(Voice{&vocabulary, 0, c.zero, c.order}, kDay) == c.expected);
  }
}

TEST_CASE("letters that open a word are raised in the alphabets that have cases") {
  struct Case {
    const char* language;
    std::string text, expected;
  };
  const Case cases[] = {{"en", "word", "Word"}, {"ru", "яблоко", "Яблоко"}, {"el", "ωρα", "Ωρα"},
                        {"es", "ñu", "Ñu"},     {"ar", "باب", "باب"},       {"en", "1st", "1st"}};
  for (Case c : cases) {
    CAPTURE(c.expected);
    capitalise_at(c.text, 0, find_language(c.language));
    CHECK(c.text == c.expected);
  }
}

TEST_CASE("reports of one event share facts but no passage, and reports of two events share neither") {
  const Vocabulary vocabulary(find_language("en"));
  const auto mentions = [](const Event& facts, const Report& report) {
    return std::count_if(facts.words.begin(), facts.words.end(),
                         [&](const std::string& word) { return report.text.find(word) != std::string::npos; });
  };
  std::ptrdiff_t words = 0, own = 0, foreign = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Event event = make_event(vocabulary, Cast::kOwn, seed, seed, 19800);
    event.statement.clear();  // the one passage that two reports may both quote
    const Event other = make_event(vocabulary, Cast::kOwn, seed + 1000, seed + 1000, 19800);
    Random random(seed);
    const Voice voice{&vocabulary};
    const Report first = write_report(event, voice, 2500, random);
    const Report second = write_report(event, voice, 2500, random);
    const Report third = write_report(other, voice, 2500, random);
    CHECK(shared_five_grams(first.text, second.text) <= .01);
    CHECK(shared_five_grams(first.text, third.text) <= .01);
    CHECK(first.text.find(event.people[0].family_name) != std::string::npos);
    CHECK(second.text.find(event.place) != std::string::npos);
    words += std::ptrdiff_t(event.words.size());
    own += mentions(event, second);
    foreign += mentions(event, third);
  }
  CHECK(own * 2 > words);
  CHECK(foreign * 20 < words);
}

TEST_CASE("steps of a saga share cast and background but neither quantities nor day") {
  const Vocabulary vocabulary(find_language("ru"));
  const Event first = make_event(vocabulary, Cast::kShared, 5, 6, 100);
  const Event second = make_event(vocabulary, Cast::kShared, 5, 7, 104);
  CHECK(first.place == second.place);
  CHECK(first.people[0].full_name == second.people[0].full_name);
  CHECK(first.background == second.background);
  CHECK(first.background.size() == 6);
  CHECK(first.day != second.day);
  CHECK(first.words != second.words);
  CHECK(std::pair(first.quantities[0].value, first.quantities[0].noun) !=
        std::pair(second.quantities[0].value, second.quantities[0].noun));
}

TEST_CASE("instances of a template differ in their numbers and share most other words") {
  const Vocabulary vocabulary(find_language("en"));
  const Voice voice{&vocabulary};
  Random random(1);
  const Event monday = make_event(vocabulary, Cast::kOwn, 1, 1, 100);
  const Event tuesday = make_event(vocabulary, Cast::kOwn, 2, 2, 101);
  const Report first = write_template(9, monday, voice, 900, random);
  const Report second = write_template(9, tuesday, voice, 900, random);
  const auto split_by_digits = [](const std::string& text) {
    std::pair<std::vector<std::string>, std::set<std::string>> numbers_and_words;
    for (const std::string& word : words_of(text)) {
      const bool number = std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (number) {
        numbers_and_words.first.push_back(word);
      } else {
        numbers_and_words.second.insert(word);
      }
    }
    return numbers_and_words;
  };
  const auto [first_numbers, first_words] = split_by_digits(first.text);
  const auto [second_numbers, second_words] = split_by_digits(second.text);
  CHECK(first_numbers.size() >= 10);
  CHECK(first_numbers != second_numbers);
  std::vector<std::string> common;
  std::set_intersection(first_words.begin(), first_words.end(), second_words.begin(), second_words.end(),
                        std::back_inserter(common));
  CHECK(double(common.size()) >= .6 * double(std::min(first_words.size(), second_words.size())));
}

TEST_CASE("copies are cut at the end of a sentence where one is near, and never inside a letter") {
  const Language& english = find_language("en");
  const Language& chinese = find_language("zh");
  struct Case {
    const char* name;
    std::string text;
    std::uint32_t per_mille;
    const Language& language;
    std::string expected;
  };
  const Case cases[] = {
      {"all of it", "One two. Three.", 1000, english, "One two. Three."},
      {"a stop is near", "One two. Three four.", 450, english, "One two."},
      {"no stop near: a blank", "One two three four five.", 500, english, "One two"},
      {"no blank either", "Onetwothree", 300, english, "One"},
      {"a letter of three bytes", "一二三四", 500, chinese, "一二"},
      {"at least one letter", "一二三四", 10, chinese, "一"},
      {"empty", "", 500, english, ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(keep_lead(c.text, c.per_mille, c.language) == c.expected);
  }
  CHECK(halve_last("A b.\nC d. E f g.", english) == "A b.\nC d.");
  Random random(1);
  CHECK(drop_paragraphs("A\nB", random) == "A");
  CHECK(drop_paragraphs("A", random) == "A");
}

TEST_CASE("copying keeps UTF-8 valid in every script, and edits touch as many words as asked for") {
  for (const Language& language : all_languages()) {
    CAPTURE(language.tag);
    const Vocabulary vocabulary(language);
    const Voice voice{&vocabulary};
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      CAPTURE(seed);
      Random random(seed);
      const Event event = make_event(vocabulary, Cast::kOwn, seed, seed, 19900);
      const std::string text = write_report(event, voice, 1500, random).text;
      const std::string copy = copy_text(text, voice, reprint_habits(), random);
      CHECK(is_valid_utf8(copy));
      CHECK(!copy.empty());
      CHECK(is_valid_utf8(scan_text(copy, 300, language, random)));
      CHECK(edit_words(text, 0, voice, random) == text);
    }
  }
  const Vocabulary vocabulary(find_language("en"));
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "w" + std::to_string(i) + ' ';
  Random random(5);
  const std::vector<std::string> edited = words_of(edit_words(text, 20, Voice{&vocabulary}, random));
  const std::set<std::string> kept(edited.begin(), edited.end());
  int lost = 0;
  for (int i = 0; i < 20'000; ++i) lost += kept.count("w" + std::to_string(i)) == 0;
  CHECK(lost > 20'000 * .02 * .75 * .8);  // one edit in four adds a word and loses none
  CHECK(lost < 20'000 * .02 * .75 * 1.2);
}

TEST_CASE("a scan without errors only breaks lines, and one with errors spoils as many words as asked for") {
  const Language& english = find_language("en");
  std::string text;
  for (int i = 0; i < 400; ++i) text += "stolven" + std::to_string(1000 + i) + (i % 50 == 49 ? "\n" : " ");
  Random random(11);
  const std::string clean = scan_text(text, 0, english, random);
  const auto squeeze = [](std::string page) {
    page.erase(std::remove_if(page.begin(), page.end(), [](char c) { return c == ' ' || c == '\n' || c == '-'; }),
               page.end());
    return page;
  };
  CHECK(squeeze(clean) == squeeze(text));
  std::istringstream lines(clean);
  for (std::string line; std::getline(lines, line);) CHECK_MESSAGE(line.size() <= 43, line);  // 42 and a hyphen
  for (const std::uint32_t rate : {50U, 200U, 400U}) {
    CAPTURE(rate);
    int spoiled = 0;
    constexpr int kPages = 100;
    for (int page = 0; page < kPages; ++page) {
      const std::string scanned = squeeze(scan_text(text, rate, english, random));
      for (int i = 0; i < 400; ++i) spoiled += scanned.find("stolven" + std::to_string(1000 + i)) == std::string::npos;
    }
    // Splits and merged words stand squeezed together again: 14 in 100 wrong words do not show here.
    const double share = spoiled / (400.0 * kPages) / .86;
    CHECK(share > rate * .8 / 1000);
    CHECK(share < rate * 1.2 / 1000);
  }
}

TEST_CASE("furniture stands around the text, which stays as it is") {
  const Vocabulary vocabulary(find_language("en"));
  Outlet outlet = make_outlet(vocabulary, 3, 1);
  outlet.voice.date_order = 1;
  outlet.links_inside = false;
  CHECK(outlet.domain == "paper4.en.example");
  CHECK(make_outlet(vocabulary, 4, 1).boilerplate != outlet.boilerplate);
  const std::string text = "First one.\nSecond one.";
  const Furnishing furnishing{"Somewhere", 19797, {"Other headline"}};
  Random random(1);
  Habits bare;
  bare.dateline = bare.byline = bare.credit = bare.links = bare.boilerplate = 0;
  CHECK(furnish(text, outlet, furnishing, bare, random) == text);
  Habits full;
  full.dateline = full.byline = full.credit = full.links = full.boilerplate = 1000;
  const std::string page = furnish(text, outlet, furnishing, full, random);
  CHECK(page.substr(0, 3) == "By ");
  const std::string rest =
      "\nSomewhere, 15 March — First one.\nSecond one.\nRead more: Other headline\nSource: " + outlet.agency + "\n" +
      outlet.boilerplate;
  CHECK(page.substr(page.find('\n')) == rest);
  outlet.links_inside = true;
  CHECK(furnish(text, outlet, furnishing, full, random).find("First one.\nRead more: Other headline\nSecond") !=
        std::string::npos);
  outlet.title_tail = true;
  CHECK(page_title("Headline", outlet) == "Headline | " + outlet.name);
}
