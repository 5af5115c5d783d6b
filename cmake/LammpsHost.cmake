# SPDX-License-Identifier: BSD-3-Clause
# Finds the LAMMPS the plugin is for and makes the target lammps::host from it: headers, the
# definitions of its ABI, and its version.
#
# SOFTMODE_LAMMPS is a folder with the LAMMPS source (src/version.h) and the program built from it:
# bin/lmp, build*/lmp or src/lmp*. Installed headers alone are not enough for a plugin: they lack
# lammpsplugin.h and others. What the program was built with is asked from the program itself, so
# that headers and host cannot disagree unnoticed.

set(SOFTMODE_LAMMPS "$ENV{SOFTMODE_LAMMPS}" CACHE PATH
    "LAMMPS source tree with a built lmp, or the prefix scripts/bootstrap.sh made")

function(softmode_version_number text where out)
  if(NOT text MATCHES "([0-9]+) ([A-Z][a-z][a-z])[a-z]* ([0-9][0-9][0-9][0-9])")
    message(FATAL_ERROR "no LAMMPS version in ${where}: found '${text}'")
  endif()
  set(months Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec)
  list(FIND months ${CMAKE_MATCH_2} month)
  math(EXPR number "${CMAKE_MATCH_3} * 10000 + (${month} + 1) * 100 + ${CMAKE_MATCH_1}")
  set(${out} ${number} PARENT_SCOPE)
endfunction()

if(NOT EXISTS "${SOFTMODE_LAMMPS}/src/version.h")
  message(FATAL_ERROR
    "SOFTMODE_LAMMPS='${SOFTMODE_LAMMPS}' has no src/version.h. Run scripts/bootstrap.sh, which builds a "
    "LAMMPS and prints its folder, or set SOFTMODE_LAMMPS to a LAMMPS source tree with a built lmp.")
endif()
file(GLOB softmode_lmp_candidates "${SOFTMODE_LAMMPS}/bin/lmp" "${SOFTMODE_LAMMPS}/build*/lmp"
     "${SOFTMODE_LAMMPS}/src/lmp*")
list(FILTER softmode_lmp_candidates EXCLUDE REGEX "\\.(h|cpp)$")
unset(SOFTMODE_LMP CACHE)    # not cached: it must follow SOFTMODE_LAMMPS
set(SOFTMODE_LMP "")
foreach(candidate IN LISTS softmode_lmp_candidates)
  if(NOT SOFTMODE_LMP AND NOT IS_DIRECTORY "${candidate}")
    set(SOFTMODE_LMP "${candidate}")
  endif()
endforeach()
if(NOT SOFTMODE_LMP)
  message(FATAL_ERROR "no lmp program in ${SOFTMODE_LAMMPS} (looked for bin/lmp, build*/lmp, src/lmp*)")
endif()

execute_process(COMMAND "${SOFTMODE_LMP}" -h OUTPUT_VARIABLE softmode_lmp_help
                ERROR_VARIABLE softmode_lmp_error RESULT_VARIABLE softmode_lmp_status)
if(NOT softmode_lmp_status EQUAL 0)
  message(FATAL_ERROR "${SOFTMODE_LMP} -h failed (${softmode_lmp_status}): ${softmode_lmp_error}")
endif()
file(STRINGS "${SOFTMODE_LAMMPS}/src/version.h" softmode_version_line REGEX "define LAMMPS_VERSION ")
softmode_version_number("${softmode_version_line}" "${SOFTMODE_LAMMPS}/src/version.h" SOFTMODE_LAMMPS_VERSION)
string(REGEX MATCH "Simulator - [^\n]*" softmode_help_line "${softmode_lmp_help}")
softmode_version_number("${softmode_help_line}" "${SOFTMODE_LMP} -h" softmode_lmp_version)
if(NOT SOFTMODE_LAMMPS_VERSION EQUAL softmode_lmp_version)
  message(FATAL_ERROR "${SOFTMODE_LMP} is LAMMPS ${softmode_lmp_version}, but the headers in "
                      "${SOFTMODE_LAMMPS}/src are ${SOFTMODE_LAMMPS_VERSION}")
endif()
if(NOT softmode_lmp_help MATCHES "PLUGIN")
  message(FATAL_ERROR "${SOFTMODE_LMP} was built without the PLUGIN package, which loads softmodeplugin.so")
endif()

set(MPI_CXX_SKIP_MPICXX TRUE)    # the MPI C++ bindings would be undefined symbols at load
find_package(MPI REQUIRED COMPONENTS CXX)

add_library(lammps_host INTERFACE)
add_library(lammps::host ALIAS lammps_host)
target_include_directories(lammps_host SYSTEM INTERFACE "${SOFTMODE_LAMMPS}/src")
target_link_libraries(lammps_host INTERFACE MPI::MPI_CXX)
target_compile_definitions(lammps_host INTERFACE SOFTMODE_LAMMPS_VERSION=${SOFTMODE_LAMMPS_VERSION})
foreach(definition LAMMPS_SMALLBIG LAMMPS_BIGBIG LAMMPS_SMALLSMALL LAMMPS_EXCEPTIONS)
  if(softmode_lmp_help MATCHES "-D${definition}")
    target_compile_definitions(lammps_host INTERFACE ${definition})
  endif()
endforeach()

# lammps::host_kokkos: what KOKKOS twins of styles are compiled with. They use the one Kokkos of the
# host, so nothing is linked: its symbols are there when the plugin is loaded.
set(SOFTMODE_KOKKOS_TWINS OFF)
if(softmode_lmp_help MATCHES "KOKKOS package API:")
  find_package(Kokkos QUIET CONFIG HINTS "${SOFTMODE_LAMMPS}" "${SOFTMODE_LAMMPS}/build")
  if(Kokkos_FOUND)
    set(SOFTMODE_KOKKOS_TWINS ON)
    add_library(lammps_host_kokkos INTERFACE)
    add_library(lammps::host_kokkos ALIAS lammps_host_kokkos)
    target_include_directories(lammps_host_kokkos SYSTEM INTERFACE "${SOFTMODE_LAMMPS}/src/KOKKOS")
    target_compile_definitions(lammps_host_kokkos INTERFACE LMP_KOKKOS)
    foreach(part Kokkos::kokkoscore Kokkos::kokkoscontainers)
      target_include_directories(lammps_host_kokkos SYSTEM INTERFACE
        "$<TARGET_PROPERTY:${part},INTERFACE_INCLUDE_DIRECTORIES>")
      target_compile_options(lammps_host_kokkos INTERFACE "$<TARGET_PROPERTY:${part},INTERFACE_COMPILE_OPTIONS>")
    endforeach()
  endif()
endif()
