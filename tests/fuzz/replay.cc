// Runs a fuzz driver on stored inputs, where it was built without libFuzzer: DRIVER FOLDER...
//
// Every regular file of the folders is one input, in the order of their names, so that a failure can be repeated; the
// name of the input that is being run is printed when a property is violated. Prints how many inputs held. A folder
// that is missing or empty is a failure: a test that replays nothing must not pass.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

std::string running;  // path of the input that is being run, for the signal handler

void tell_input(int signal) {
  std::fprintf(stderr, "with the input %s\n", running.c_str());
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

std::vector<std::string> list_inputs(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> paths;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->is_regular_file(error)) paths.push_back(entry->path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

int main(int argc, char** argv) {
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS}) std::signal(signal, tell_input);
  std::size_t replayed = 0;
  for (int i = 1; i < argc; ++i) {
    const std::vector<std::string> inputs = list_inputs(argv[i]);
    if (inputs.empty()) {
      std::fprintf(stderr, "no inputs: %s (name folders that hold some)\n", argv[i]);
      return 1;
    }
    for (const std::string& path : inputs) {
      running = path;
      std::ifstream file(path, std::ios::binary);
      const std::vector<char> bytes(std::istreambuf_iterator<char>(file), {});
      if (!file) {
        std::fprintf(stderr, "cannot read: %s (check its permissions)\n", path.c_str());
        return 1;
      }
      // A copy of exactly this size, so that the address sanitizer sees a read past its end.
      const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());
      LLVMFuzzerTestOneInput(input.data(), input.size());
      ++replayed;
    }
  }
  if (replayed == 0) {
    std::fprintf(stderr, "no inputs: name folders that hold some\n");
    return 1;
  }
  std::printf("%zu inputs replayed\n", replayed);
  return 0;
}
