// Speed of reading JSON lines: MB of decompressed input a second, plain and through gzip and zstd, on one thread.
// `cut` is what must be serial (decompression, finding the ends of records), `parse` what runs on all threads.
#include <benchmark/benchmark.h>
#include <isa-l/igzip_lib.h>
#include <unistd.h>
#include <zstd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "io/read.h"
#include "io/write.h"

namespace {

using namespace samestory;

constexpr std::size_t kArticles = 20000;
constexpr std::size_t kWords = 400;  // an article of 2.5 kB

// Words of two to nine letters; every tenth article is Arabic, escaped as \uXXXX by every twentieth.
std::string make_archive() {
  std::string lines;
  for (std::uint64_t i = 0; i < kArticles; ++i) {
    std::string text;
    for (std::uint64_t w = 0; w < kWords; ++w) {
      const std::uint64_t word = mix(mix(i * kWords + w) % 5000);
      for (std::uint64_t k = 0; k < 2 + word % 8; ++k) {
        const auto letter = static_cast<char>((word >> (8 + 5 * k)) % 26);
        if (i % 10 == 0)
          text += {'\xD8', static_cast<char>('\xA7' + letter % 16)};
        else
          text += static_cast<char>('a' + letter);
      }
      text += w % 60 == 59 ? "\n" : " ";
    }
    lines += "{\"id\":" + std::to_string(i) + ",\"title\":\"Harbour report\",\"text\":";
    if (i % 20 == 0) {
      lines += '"';
      for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        char escape[8];
        if (byte >= 0xC0) {
          const unsigned point = (byte & 0x1FU) << 6 | (static_cast<unsigned char>(text[++at]) & 0x3FU);
          std::snprintf(escape, sizeof escape, "\\u%04x", point);
          lines += escape;
        } else {
          lines += byte == '\n' ? "\\n" : std::string(1, text[at]);
        }
      }
      lines += '"';
    } else {
      append_json_string(lines, text);
    }
    lines += ",\"date\":\"2026-01-28T10:00:00Z\",\"url\":\"https://quay.example/" + std::to_string(i) + "\"}\n";
  }
  return lines;
}

std::string gzip(const std::string& bytes) {
  std::string out(bytes.size() + 4096, '\0');
  std::vector<std::uint8_t> level(ISAL_DEF_LVL1_DEFAULT);
  isal_zstream stream{};
  isal_deflate_stateless_init(&stream);
  stream.gzip_flag = IGZIP_GZIP;
  stream.end_of_stream = 1;
  stream.level = 1;
  stream.level_buf = level.data();
  stream.level_buf_size = static_cast<std::uint32_t>(level.size());
  stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<std::uint32_t>(bytes.size());
  stream.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  stream.avail_out = static_cast<std::uint32_t>(out.size());
  isal_deflate_stateless(&stream);
  out.resize(stream.total_out);
  return out;
}

std::string zstd(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
  return out;
}

// The archive three times in a folder that goes with the process.
struct Files {
  std::string folder = (std::filesystem::temp_directory_path() / "samestory-read-bench-XXXXXX").string();
  std::uint64_t plain_bytes = 0;
  Files() {
    if (::mkdtemp(folder.data()) == nullptr) std::abort();
    const std::string plain = make_archive();
    plain_bytes = plain.size();
    std::ofstream(folder + "/plain", std::ios::binary) << plain;
    std::ofstream(folder + "/gzip", std::ios::binary) << gzip(plain);
    std::ofstream(folder + "/zstd", std::ios::binary) << zstd(plain);
  }
  ~Files() { std::filesystem::remove_all(folder); }
};

const Files& files() {
  static const Files kFiles;
  return kFiles;
}

void report(benchmark::State& state) {
  const auto runs = static_cast<std::int64_t>(state.iterations());
  state.SetBytesProcessed(runs * static_cast<std::int64_t>(files().plain_bytes));
  state.SetItemsProcessed(runs * static_cast<std::int64_t>(kArticles));
}

void cut(benchmark::State& state, const std::string& name) {
  const std::string path = files().folder + "/" + name;  // made before the clock starts
  for (auto run : state) {
    ArchiveReader reader({path}, {});
    while (std::optional<RawBatch> batch = reader.next()) benchmark::DoNotOptimize(batch->records.data());
  }
  report(state);
}

void cut_and_parse(benchmark::State& state, const std::string& name) {
  const std::string path = files().folder + "/" + name;  // made before the clock starts
  for (auto run : state) {
    ArchiveReader reader({path}, {});
    std::size_t records = 0;
    while (std::optional<RawBatch> batch = reader.next()) records += reader.parse(std::move(*batch)).records.size();
    if (records != kArticles) state.SkipWithError("records are missing");
  }
  report(state);
}

}  // namespace

BENCHMARK_CAPTURE(cut, plain, std::string("plain"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cut, gzip, std::string("gzip"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cut, zstd, std::string("zstd"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cut_and_parse, plain, std::string("plain"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cut_and_parse, gzip, std::string("gzip"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cut_and_parse, zstd, std::string("zstd"))->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
