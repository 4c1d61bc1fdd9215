// The floor under every reader of JSON lines: what simdjson alone takes for a file, on one thread.
//
//   parse_floor FILE ondemand|dom
//
// `ondemand` unescapes every string value of every record into the parser's buffer, as a reader that wants the text
// must, and builds nothing; `dom` builds each document, which unescapes the strings on the way. Neither normalizes,
// copies or keeps anything: the sum of the lengths is printed so that the work cannot be optimised away and both
// methods can be seen to have read the same.
//
// Output, one line: records, bytes of the file, bytes of string values, processor seconds of reading the file, of the
// first parse (buffers not yet there), and of the fastest of kWarmParses more. bench/floor.py compares the whole
// process, reading included, with a run of samestory; the fastest parse is the stricter measure beside it.
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

constexpr int kWarmParses = 5;
constexpr std::size_t kBatchBytes = 1'000'000;  // simdjson's own default; larger only if a record asks for it

struct Sums {
  std::size_t records = 0, string_bytes = 0;
};

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// A build with threads parses one batch while it indexes the next.
template <class Parser>
void use_one_thread([[maybe_unused]] Parser& parser) {
#ifdef SIMDJSON_THREADS_ENABLED
  parser.threaded = false;
#endif
}

simdjson::padded_string read_file(const std::string& path) {
  simdjson::padded_string bytes;
  if (simdjson::padded_string::load(path).get(bytes)) throw std::runtime_error(path + ": cannot be read");
  return bytes;
}

std::size_t batch_bytes(std::string_view bytes) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  return std::max(kBatchBytes, longest + 1);
}

Sums parse_on_demand(simdjson::ondemand::parser& parser, const simdjson::padded_string& bytes, std::size_t batch) {
  Sums sums;
  simdjson::ondemand::document_stream stream = parser.iterate_many(bytes, batch);
  for (auto document : stream) {
    for (auto field : document.get_object()) {
      simdjson::ondemand::value value = field.value();
      if (value.type() != simdjson::ondemand::json_type::string) continue;
      sums.string_bytes += std::string_view(value.get_string()).size();
    }
    ++sums.records;
  }
  return sums;
}

Sums parse_dom(simdjson::dom::parser& parser, const simdjson::padded_string& bytes, std::size_t batch) {
  Sums sums;
  simdjson::dom::document_stream stream = parser.parse_many(bytes, batch);
  for (const simdjson::dom::object document : stream) {
    for (const auto field : document) {
      if (field.value.is_string()) sums.string_bytes += std::string_view(field.value).size();
    }
    ++sums.records;
  }
  return sums;
}

template <class Parse>
void measure(const std::string& path, const Parse& parse) {
  const double start = processor_seconds();
  const simdjson::padded_string bytes = read_file(path);
  const std::size_t batch = batch_bytes(bytes);
  const double read = processor_seconds();
  const Sums sums = parse(bytes, batch);
  const double parsed = processor_seconds();
  double fastest = parsed - read;
  for (int i = 0; i < kWarmParses; ++i) {
    const double before = processor_seconds();
    if (parse(bytes, batch).string_bytes != sums.string_bytes) throw std::logic_error(path + ": two parses differ");
    fastest = std::min(fastest, processor_seconds() - before);
  }
  std::printf("%zu %zu %zu %.6f %.6f %.6f\n", sums.records, bytes.size(), sums.string_bytes, read - start,
              parsed - read, fastest);
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string_view method = argc == 3 ? argv[2] : "";
  if (method == "ondemand") {
    simdjson::ondemand::parser parser;
    use_one_thread(parser);
    measure(argv[1], [&](const auto& bytes, std::size_t batch) { return parse_on_demand(parser, bytes, batch); });
  } else if (method == "dom") {
    simdjson::dom::parser parser;
    use_one_thread(parser);
    measure(argv[1], [&](const auto& bytes, std::size_t batch) { return parse_dom(parser, bytes, batch); });
  } else {
    std::fputs("usage: parse_floor FILE ondemand|dom\n", stderr);
    return 2;
  }
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "parse_floor: %s: give a file of JSON lines, one object a line\n", error.what());
  return 1;
}
