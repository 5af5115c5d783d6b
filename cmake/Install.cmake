# SPDX-License-Identifier: BSD-3-Clause
# The analysis library for other projects: find_package(softmode), target softmode::analysis. Programs,
# plugin and data are installed where they are made.
include(CMakePackageConfigHelpers)

set(SOFTMODE_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/softmode")
install(TARGETS softmode_definitions softmode_analysis EXPORT softmodeTargets
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY analysis/definitions/softmode analysis/include/softmode DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(EXPORT softmodeTargets NAMESPACE softmode:: DESTINATION "${SOFTMODE_CMAKE_DIR}")
configure_package_config_file(cmake/softmodeConfig.cmake.in "${PROJECT_BINARY_DIR}/softmodeConfig.cmake"
                              INSTALL_DESTINATION "${SOFTMODE_CMAKE_DIR}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/softmodeConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/softmodeConfig.cmake" "${PROJECT_BINARY_DIR}/softmodeConfigVersion.cmake"
        DESTINATION "${SOFTMODE_CMAKE_DIR}")
install(FILES README.md LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY plugin/doc DESTINATION "${CMAKE_INSTALL_DOCDIR}")
