#include "io/lines.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/timestamp.h"
#include "io/write.h"
#include "reference.h"

namespace samestory {
namespace {

using reference::Random;

std::string json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST_CASE("lines hold each kind of value as JSON, and begin anew when they are taken") {
  // An array, since gcc 12 warns of a lone absent one in sanitized builds.
  const std::array<std::optional<double>, 2> figures = {std::nullopt, 0.5};
  Lines lines;
  lines.text("id", "a-1").text("title", "say \"no\"\n\u0645\u064A\u0646\u0627\u0621").text("none", "");
  lines.number("zero", 0).number("one", 1).number("part", 0.25).number_or_null("open", figures[0]);
  lines.number_or_null("known", figures[1]).integer("nine", 9).integer("ten", 10).end();
  lines.time("first", 1).time("same", 1).time("other", 86'401).time("never", std::nullopt).time("again", 1).end();
  lines.texts("terms", {"pier", "\\"}).open("members", '[').open().text("id", "b").close('}').open().close('}');
  lines.close(']').end();
  CHECK(lines.take() ==
        "{\"id\":\"a-1\",\"title\":\"say \\\"no\\\"\\n\u0645\u064A\u0646\u0627\u0621\",\"none\":\"\",\"zero\":0,"
        "\"one\":1,\"part\":0.25,\"open\":null,\"known\":0.5,\"nine\":9,\"ten\":10}\n"
        "{\"first\":\"1970-01-01T00:00:01Z\",\"same\":\"1970-01-01T00:00:01Z\",\"other\":\"1970-01-02T00:00:01Z\","
        "\"never\":null,\"again\":\"1970-01-01T00:00:01Z\"}\n"
        "{\"terms\":[\"pier\",\"\\\\\"],\"members\":[{\"id\":\"b\"},{}]}\n");
  lines.integer("next", 3).end();
  CHECK(lines.take() == "{\"next\":3}\n");
  CHECK(lines.take().empty());
}

TEST_CASE("members of an object can be kept and put into another") {
  Lines held;
  held.text("a", "x").integer("b", 12);
  const std::string members(held.members());
  CHECK(members == "\"a\":\"x\",\"b\":12");
  Lines lines;
  lines.members(members).text("c", "y").end();
  lines.text("c", "y").members(members).end();
  CHECK(lines.take() == "{" + members + ",\"c\":\"y\"}\n{\"c\":\"y\"," + members + "}\n");
}

TEST_CASE("lines of any length are what their parts are one by one") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    Lines lines(random.below(3'000));
    std::string expected;
    for (std::uint64_t line = random.below(30); line > 0; --line) {
      std::string text(random.below(9) == 0 ? random.below(9'000) : random.below(60), 'x');
      if (!text.empty() && random.below(4) == 0) text[random.below(text.size())] = '"';
      const std::uint64_t figure = random.next() >> random.below(64);
      const auto second = static_cast<std::int64_t>(random.below(3) * 1'000'000'000);
      lines.text("key", text).integer("figure", figure).time("time", second).end();
      expected += "{\"key\":" + json(text) + ",\"figure\":" + std::to_string(figure) + ",\"time\":\"";
      append_timestamp(expected, second);
      expected += "\"}\n";
    }
    CHECK(lines.take() == expected);
  }
}

}  // namespace
}  // namespace samestory
