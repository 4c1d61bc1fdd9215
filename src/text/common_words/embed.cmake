# Writes a C++ file that holds the text file IN as kCommonWordsTsv: cmake -DIN=... -DOUT=... -P embed.cmake
file(STRINGS ${IN} lines ENCODING UTF-8)
set(out "// Generated from common_words.tsv.\nnamespace samestory {\nextern const char* const kCommonWordsTsv;\nconst char* const kCommonWordsTsv =\n")
foreach(line IN LISTS lines)
  string(APPEND out "    R\"~(${line}\n)~\"\n")
endforeach()
file(WRITE ${OUT} "${out};\n}  // namespace samestory\n")
