#include "text/remnants.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "base/byte_blocks.h"

namespace samestory {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alphanumeric(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }
bool is_space(char c) { return c == ' ' || c == '\n'; }

constexpr std::size_t kLongestTag = 300;  // bytes; longer ones are prose with a stray "<"

// The elements of HTML, old ones too; sorted.
constexpr std::string_view kElements[] = {
    "a",        "abbr",   "acronym",  "address", "applet",   "area",       "article", "aside",    "audio",
    "b",        "base",   "basefont", "bdi",     "bdo",      "bgsound",    "big",     "blink",    "blockquote",
    "body",     "br",     "button",   "canvas",  "caption",  "center",     "cite",    "code",     "col",
    "colgroup", "data",   "dd",       "del",     "details",  "dfn",        "dialog",  "dir",      "div",
    "dl",       "dt",     "em",       "embed",   "fieldset", "figcaption", "figure",  "font",     "footer",
    "form",     "frame",  "frameset", "h1",      "h2",       "h3",         "h4",      "h5",       "h6",
    "head",     "header", "hgroup",   "hr",      "html",     "i",          "iframe",  "image",    "img",
    "input",    "ins",    "isindex",  "kbd",     "keygen",   "label",      "legend",  "li",       "link",
    "listing",  "main",   "map",      "mark",    "marquee",  "math",       "menu",    "menuitem", "meta",
    "meter",    "nav",    "nobr",     "noembed", "noframes", "noscript",   "object",  "ol",       "optgroup",
    "option",   "output", "p",        "param",   "picture",  "plaintext",  "pre",     "progress", "q",
    "rb",       "rp",     "rt",       "rtc",     "ruby",     "s",          "samp",    "script",   "search",
    "section",  "select", "slot",     "small",   "source",   "spacer",     "span",    "strike",   "strong",
    "style",    "sub",    "summary",  "sup",     "svg",      "table",      "tbody",   "td",       "template",
    "textarea", "tfoot",  "th",       "thead",   "time",     "title",      "tr",      "track",    "tt",
    "u",        "ul",     "var",      "video",   "wbr",      "xmp"};

// Is what stands between "<" and ">" a word that is no element's name? Agencies put the symbols of shares in such
// brackets: <IBM.N>.
bool is_bracketed_word(std::string_view inside) {
  constexpr std::size_t kLongestElement = 10;  // bytes
  if (!std::all_of(inside.begin(), inside.end(), [](char c) { return is_alphanumeric(c) || c == '.'; })) return false;
  if (inside.size() > kLongestElement) return true;
  std::string name(inside);
  for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  return !std::binary_search(std::begin(kElements), std::end(kElements), std::string_view(name));
}

// Length of the markup remnant that starts at text[at], or 0. Every "<" before a letter goes, closed or not, and every
// "![" too: so no removal can turn what stays into markup, and normalizing stays idempotent.
std::size_t markup_length(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongestEntity = 32;  // bytes; the longest HTML 5 entity name has 31
  const std::string_view rest = text.substr(at);
  if (rest.size() < 2) return 0;
  if (rest[0] == '<' && (is_letter(rest[1]) || rest[1] == '/' || rest[1] == '!')) {
    const std::size_t close = rest.substr(0, kLongestTag).find_first_of(">\n");
    const bool closed = close != std::string_view::npos && rest[close] == '>';
    return closed && !is_bracketed_word(rest.substr(1, close - 1)) ? close + 1 : 1;
  }
  if (rest[0] == '&') {
    std::size_t end = rest[1] == '#' ? 2 : 1;
    const std::size_t first = end;
    while (end < rest.size() && end < kLongestEntity && is_alphanumeric(rest[end])) ++end;
    return end > first && end < rest.size() && rest[end] == ';' ? end + 1 : 0;
  }
  if (rest[0] == '!' && rest[1] == '[') {
    const std::string_view line = rest.substr(0, std::min(kLongestTag, rest.find('\n')));
    const std::size_t middle = line.find("](");
    const std::size_t close = middle == std::string_view::npos ? middle : line.find(')', middle);
    return close == std::string_view::npos ? 2 : close + 1;
  }
  return 0;
}

// Length of the URL that starts at text[at], or 0: a scheme and "://", "www.", or a host name with a dot in it followed
// by "/"; the latter two only where an ASCII word starts. Writing without spaces puts "http" right behind a letter.
std::size_t url_length(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongestHost = 253;  // bytes (RFC 1035, section 2.3.4)
  const std::string_view rest = text.substr(at);
  const bool word_starts = at == 0 || !(is_alphanumeric(text[at - 1]) || text[at - 1] == '.' || text[at - 1] == '-');
  if (!word_starts && rest.substr(0, 4) != "http") return 0;
  std::size_t end = 0;
  bool dot = false;
  while (end < rest.size() && end < kLongestHost &&
         (is_alphanumeric(rest[end]) || rest[end] == '.' || rest[end] == '-')) {
    dot = dot || (rest[end] == '.' && end > 0);
    ++end;
  }
  const bool scheme = rest.substr(end, 3) == "://" && end > 0;
  const bool www = end > 4 && (rest[0] == 'w' || rest[0] == 'W') && (rest[1] == 'w' || rest[1] == 'W') &&
                   (rest[2] == 'w' || rest[2] == 'W') && rest[3] == '.';
  const bool host = dot && end + 1 < rest.size() && rest[end] == '/' && is_letter(rest[end - 1]);
  if (!scheme && !(word_starts && (www || host))) return 0;
  const std::size_t stop = rest.find_first_of(" \n\"<>()[]{}|", end);
  return stop == std::string_view::npos ? rest.size() : stop;
}

// Puts the stripped text in place of what `out` held.
void strip_into(std::string& out, std::string_view text) {
  out.clear();
  char gap = '\n';  // what stands between the last kept byte and the next: '\n' wins over ' ', '\0' is nothing
  const auto keep = [&](char c) {
    if (gap != 0 && !out.empty()) out.push_back(gap);
    gap = 0;
    out.push_back(c);
  };
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (is_space(c)) {
      if (gap != '\n') gap = c;
      ++i;
      continue;
    }
    std::size_t skip = 0;
    if (c == '<' || c == '&' || c == '!') skip = markup_length(text, i);
    if (skip == 0 && is_alphanumeric(c)) skip = url_length(text, i);
    if (skip > 0) {
      if (gap == 0) gap = ' ';
      i += skip;
      continue;
    }
    keep(c);
    ++i;
  }
}

// Might a remnant start or, for a URL, have its first mark at text[at]? Yes in doubt.
bool may_be_remnant(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '<':
    case '&':
      return markup_length(text, at) > 0;
    case '[':
      return at > 0 && text[at - 1] == '!';
    case '/': {
      if (at == 0) return false;
      if (text[at - 1] == ':') return at + 1 < text.size() && text[at + 1] == '/';
      if (!is_letter(text[at - 1])) return false;
      for (std::size_t i = at - 1; i > 0 && (is_alphanumeric(text[i]) || text[i] == '.' || text[i] == '-'); --i)
        if (text[i] == '.') return true;
      return false;
    }
    default:  // the first of two letters "w"
      return at + 3 < text.size() && (text[at + 2] == 'w' || text[at + 2] == 'W') && text[at + 3] == '.';
  }
}

// The bytes of a block at which may_be_remnant() is to be asked. Reads one byte behind the block.
struct Portable {
  static SAMESTORY_INLINE std::uint64_t find_marks(const char* block) {
    std::uint64_t marks = 0;
    for (std::size_t part = 0; part < kBlockBytes; part += sizeof(Bytes16)) {
      const Bytes16 here = load_bytes(block + part), next = load_bytes(block + part + 1);
      const auto found = (here == '<') | (here == '&') | (here == '/') | (here == '[') |
                         (((here | 0x20) == 'w') & ((next | 0x20) == 'w'));
      marks |= pack_high_bits(std::bit_cast<Bytes16>(found)) << part;
    }
    return marks;
  }
};

#ifdef SAMESTORY_AVX512
struct Avx512 {
  SAMESTORY_AVX512 static std::uint64_t find_marks(const char* block) {
    const __m512i bytes = _mm512_loadu_si512(block);
    const std::uint64_t double_u =
        _mm512_cmpeq_epi8_mask(_mm512_or_si512(bytes, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('w'));
    const auto behind = static_cast<std::uint64_t>((block[kBlockBytes] | 0x20) == 'w') << (kBlockBytes - 1);
    return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('<')) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('&')) |
           _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('/')) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('[')) |
           (double_u & (double_u >> 1 | behind));
  }
};
#endif

template <class Version>
SAMESTORY_INLINE std::size_t find_by(std::string_view text, std::size_t from) {
  constexpr std::size_t kAhead = kBlockBytes + 1;  // readable bytes that a block needs: its own and the next
  char tail[kAhead + sizeof(Bytes16)] = {};
  for (std::size_t at = from; at < text.size(); at += kBlockBytes) {
    const char* block = text.data() + at;
    if (text.size() - at < kAhead) block = std::copy(block, text.data() + text.size(), tail) - (text.size() - at);
    for (std::uint64_t marks = Version::find_marks(block); marks != 0; marks &= marks - 1) {
      const std::size_t place = at + static_cast<std::size_t>(std::countr_zero(marks));
      if (may_be_remnant(text, place)) return place;
    }
  }
  return text.size();
}

std::size_t find_portable(std::string_view text, std::size_t from) { return find_by<Portable>(text, from); }

#ifdef SAMESTORY_AVX512
SAMESTORY_AVX2 std::size_t find_avx2(std::string_view text, std::size_t from) { return find_by<Portable>(text, from); }

SAMESTORY_AVX512 std::size_t find_avx512(std::string_view text, std::size_t from) {
  return find_by<Avx512>(text, from);
}
#endif

// Would tags of the line be longer than allowed, had they the spaces that are gone?
bool depends_on_spaces(std::string_view line, std::size_t spaces_gone) {
  if (line.size() + spaces_gone <= kLongestTag) return false;
  for (std::size_t at = line.find_first_of("<!"); at != std::string_view::npos; at = line.find_first_of("<!", at + 1)) {
    const std::size_t length = markup_length(line, at);
    if (length + spaces_gone > kLongestTag && line.substr(at, length).find(' ') != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::string strip_remnants(std::string_view text) {
  std::string out;
  strip_into(out, text);
  return out;
}

std::size_t find_remnant(std::string_view text, std::size_t from, InstructionSet set) {
#ifdef SAMESTORY_AVX512
  if (set == InstructionSet::kAvx512) return find_avx512(text, from);
  if (set == InstructionSet::kAvx2) return find_avx2(text, from);
#endif
  assert(set == InstructionSet::kPortable);
  return find_portable(text, from);
}

bool strip_folded(PaddedText& text, std::size_t first, FoldedSpace space, InstructionSet set) {
  char* to = text.data();
  std::size_t done = 0;  // what stands before it is stripped and has been moved to where it belongs
  const std::string_view all = text.view();
  std::string line, stripped;
  const auto move = [&](std::size_t end) { to = std::copy(all.data() + done, all.data() + end, to); };
  for (std::size_t mark = first; mark < all.size(); mark = find_remnant(all, done, set)) {
    const std::size_t before = all.substr(done, mark - done).rfind('\n');
    const std::size_t begin = before == std::string_view::npos ? done : done + before + 1;
    const std::size_t end = std::min(all.find('\n', mark), all.size());
    line.assign(all.substr(begin, end - begin));
    if (depends_on_spaces(line, space.gone)) return false;
    if (end < all.size() || space.behind) line += '\n';
    strip_into(stripped, line);
    move(begin);
    to = std::copy(stripped.begin(), stripped.end(), to);
    done = std::min(end + (stripped.empty() ? 1 : 0), all.size());
  }
  move(all.size());
  if (to > text.data() && (to[-1] == '\n' || to[-1] == ' ')) --to;
  text.set_end(to);
  return true;
}

}  // namespace samestory
