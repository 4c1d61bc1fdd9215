// The one exception type of the library.
//
// Three kinds of trouble exist and no fourth: our own bugs are assertions; a job that cannot go on throws Error; a bad
// record is counted, written to rejects.jsonl and never thrown.
#pragma once

#include <stdexcept>
#include <string>

namespace samestory {

enum class ErrorKind {
  kUsage,   // the caller asked for something that makes no sense: exit code 2
  kInput,   // a file or stream cannot be read or is damaged: exit code 1
  kOutput,  // results cannot be written (no space, no permission, folder not empty): exit code 1
};

// what() reads "what: where: remedy", for example
//   "cannot open: news.jsonl: No such file or directory (check the path)".
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  [[nodiscard]] ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

}  // namespace samestory
