# Installs a finished build into a folder of its own, then finds, links and runs it from a project that knows nothing
# but that folder. Run by ctest as
#     cmake -DBUILD=<build folder> -DSOURCE=<this folder> -DCXX=<compiler> [-DFLAGS=<its flags>] -P run.cmake
# Needs the library and the program built, no test.
cmake_minimum_required(VERSION 3.25)

foreach(name BUILD SOURCE CXX)
  if(NOT ${name})
    message(FATAL_ERROR "not given: ${name}: run.cmake (pass -D${name}=..., as its first lines say)")
  endif()
endforeach()

# Fails with the step's name, what was run and all that it printed.
function(run step)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE err)
  if(NOT code EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${step} failed with ${code}: ${command}\n${out}${err}")
  endif()
  set(output "${out}" PARENT_SCOPE)
endfunction()

set(work ${BUILD}/install_test)
file(REMOVE_RECURSE ${work})  # a file that an older version installed must not help this one

run("installing" ${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
run("finding the package" ${CMAKE_COMMAND} -S ${SOURCE} -B ${work}/build -G Ninja -DCMAKE_PREFIX_PATH=${work}/prefix
    -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_CXX_FLAGS=${FLAGS})
file(STRINGS ${work}/build/CMakeCache.txt found REGEX "^samestory_DIR:")
string(FIND "${found}" "${work}/prefix" place)
if(place EQUAL -1)
  message(FATAL_ERROR "another installation was found: ${found} (expected one in ${work}/prefix)")
endif()
run("building with the package" ${CMAKE_COMMAND} --build ${work}/build)
run("running the installed program" ${work}/prefix/bin/samestory --version)
run("running the example" ${work}/build/example)

set(expected [[
The ferry Aldona ran aground off Port Lessing on Monday with 214 people on board.
  coast-1
  echo-3 (copy)
  wire-7
Tolvik beat Marren 3-1 in the cup final, their first title since 1987.
  echo-4
]])
if(NOT output STREQUAL expected)
  message(FATAL_ERROR "the example printed something else:\n${output}expected:\n${expected}")
endif()
