// SPDX-License-Identifier: BSD-3-Clause
// The figures of report.html as files, drawn by a browser without a window.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

/// Write <folder>/figures/<name>.<format> for every figure of <folder>/report.html.
/// \param format "svg" or "png"
/// \return the files, in the order of the page
/// \throws Error (host) without Chromium ($SOFTMODE_CHROMIUM, or chromium, chromium-browser, google-chrome in PATH), or if it
///   does not draw them; (io).
std::vector<std::filesystem::path> export_figures(const std::filesystem::path &folder,
                                                  const std::string &format);

}    // namespace softmode
