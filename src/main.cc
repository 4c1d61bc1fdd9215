// The command line: parse, run one subcommand, and turn every failure into a message and an exit code.
//
// Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some records were rejected.
#include <samestory/error.h>
#include <samestory/version.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "base/timer.h"
#include "commands/cluster.h"
#include "commands/evaluate.h"
#include "commands/explain.h"
#include "commands/fit.h"
#include "commands/generate.h"

namespace {

constexpr int kExitFailed = 1, kExitUsage = 2;

// Before the parser, which would only say that a command is missing.
void refuse_unknown_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return;
  std::string names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == argv[1]) return;
    names += (names.empty() ? "" : ", ") + command->get_name();
  }
  throw samestory::Error(samestory::ErrorKind::kUsage,
                         std::string("no such command: ") + argv[1] + " (take one of " + names + ')');
}

int run(int argc, char** argv) {
  CLI::App app("Groups news articles: copies of one text, reports of one event, stories of one saga.", "samestory");
  app.set_version_flag("--version", std::string("samestory ") + samestory::kVersion);
  app.require_subcommand(1);
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return std::string("samestory: ") + error.what() + " (samestory --help lists what there is)\n";
  });
  const std::vector<std::function<int()>> commands = {
      samestory::add_cluster_command(app), samestory::add_evaluate_command(app), samestory::add_explain_command(app),
      samestory::add_fit_command(app), samestory::add_generate_command(app)};
  refuse_unknown_command(app, argc, argv);
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
  // A file that grows past the user's limit is an error of write(), not the end of the process.
  std::signal(SIGXFSZ, SIG_IGN);
  samestory::keep_freed_memory();
  try {
    const int code = run(argc, argv);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw samestory::Error(
          samestory::ErrorKind::kOutput,
          "cannot write: standard output: the report is incomplete (free space, or send it elsewhere)");
    }
    return code;
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
