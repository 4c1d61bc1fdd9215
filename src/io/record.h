// From the values of a record's fields to an article, or to the reason why there is none.
//
// Rules, the same for JSON lines and CSV:
//   text    must be a string; absent or null is a reject, unless a title suffices and there is one; "" is fine
//   title   a string or a number; absent is fine
//   id      a string or a number (its digits as written); absent or "" means: the url, else "path:line"
//   date    a string or a number (Unix time); one that cannot be read leaves the article undated, and is counted
//   outlet  else the host of the url without "www."; a value that is no string counts as absent, as for lang and url
// An id above 1 KiB or with a control character (is_control in utf8.h) is a reject: ids are written one a line by other
// tools, where a tab or line break would forge a record, and on terminals, where the others would move the cursor. A
// url that breaks these rules is kept but not used as an id.
//
// What comes out are views, of the values and of what the maker makes up: most of a record is looked at once, while it
// is in the caches, and short ones would pay for half a dozen strings each. Whoever keeps a record asks for a copy.
//
// Cost: looks at ids once and copies nothing. Test: tests/read_test.cc.
#pragma once

#include <samestory/article.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "io/fields.h"

namespace samestory {

// Where a record stands in its input, for reading it once more.
struct RecordPlace {
  std::uint64_t offset = 0;      // of its first byte
  std::uint32_t size_bytes = 0;  // without the line end; 0: it cannot be read again there
};

// An article whose strings belong to somebody else.
struct ArticleView {
  std::string_view id, title, text, outlet, language, url;
  std::optional<std::int64_t> published_s;
};
ArticleView view(const Article& article);
Article copy(const ArticleView& article);

struct RecordOrigin {
  std::uint32_t file = 0;  // index of the input
  std::uint64_t line = 0;  // first line of the record in it, from 1; in a directory the file's place in order of names
  RecordPlace place;
};

struct Record : RecordOrigin {
  Article article;
  bool id_given = false;  // article.id stood in the record; otherwise it is the url, "path:line" or a file's name
};

enum class DateState { kAbsent, kRead, kUnreadable };

struct AcceptedRecord {
  ArticleView article;
  DateState date = DateState::kAbsent;
  bool id_given = false;
};

// Why a record is rejected, for a reader: `field "text" is an array, not a string`.
using RejectReason = std::string;

enum class TitleOnly { kReject, kAccept };

// One thread's at a time.
class RecordMaker {
 public:
  explicit RecordMaker(TitleOnly title_only) : title_only_(title_only) {}

  // `path` and `line` make up an id. The views stay as long as those of the values, and until the next call.
  std::variant<AcceptedRecord, RejectReason> make(const FieldValues& values, const std::string& path,
                                                  std::uint64_t line);

 private:
  TitleOnly title_only_;
  std::string id_, outlet_;  // made up for the record made last
};

inline constexpr std::size_t kMostIdBytes = 1024;  // longer ones are texts in the wrong field

// Not longer than kMostIdBytes and free of control characters.
bool is_valid_id(std::string_view id);

// "example.org" of "https://user@www.Example.org:80/a"; empty for what has no scheme.
std::string host_of(std::string_view url);

}  // namespace samestory
