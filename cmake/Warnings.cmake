# SPDX-License-Identifier: BSD-3-Clause
# softmode_warnings(<target>): the warnings every target of this project is compiled with.
function(softmode_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow=local -Wconversion -Wno-sign-conversion)
  if(SOFTMODE_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
