// The command line: parse, run one subcommand, and turn every failure into a message and an exit code.
//
// Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some records were rejected.
#include <samestory/error.h>
#include <samestory/version.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <functional>
#include <new>
#include <utility>
#include <vector>

#include "commands/cluster.h"
#include "commands/evaluate.h"
#include "commands/explain.h"
#include "commands/generate.h"

namespace {

constexpr int kExitFailed = 1, kExitUsage = 2;

int run(int argc, char** argv) {
  CLI::App app("Groups news articles: copies of one text, reports of one event, stories of one saga.", "samestory");
  app.set_version_flag("--version", std::string("samestory ") + samestory::kVersion);
  app.require_subcommand(1);
  const std::vector<std::function<int()>> commands = {
      samestory::add_cluster_command(app), samestory::add_evaluate_command(app), samestory::add_explain_command(app),
      samestory::add_generate_command(app)};
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitUsage;  // --help and --version are no errors
  }
  const std::vector<CLI::App*> all = app.get_subcommands([](const CLI::App*) { return true; });
  for (std::size_t c = 0; c < all.size(); ++c) {
    if (all[c]->parsed()) return commands[c]();
  }
  return kExitUsage;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const samestory::Error& error) {
    std::fprintf(stderr, "samestory: %s\n", error.what());
    return error.kind() == samestory::ErrorKind::kUsage ? kExitUsage : kExitFailed;
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr,
                 "samestory: out of memory: the archive is larger than this machine holds (split it, or use a larger "
                 "machine)\n");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "samestory: unexpected failure: %s (please report this)\n", error.what());
  }
  return kExitFailed;
}
