# Writes a C++ file that holds the text file IN as the string NAME: cmake -DIN=... -DOUT=... -DNAME=... -P embed.cmake
file(STRINGS ${IN} lines ENCODING UTF-8)
set(out "// Generated from ${IN}.\nnamespace samestory {\nextern const char* const ${NAME};\nconst char* const ${NAME} =\n")
foreach(line IN LISTS lines)
  string(APPEND out "    R\"~(${line}\n)~\"\n")
endforeach()
file(WRITE ${OUT} "${out};\n}  // namespace samestory\n")
