// SPDX-License-Identifier: BSD-3-Clause
// Does a source agree with itself? Its dH and dS against the equilibrium constant in its text.
#pragma once

#include "softmode/analysis/vant_hoff.h"

#include <filesystem>
#include <optional>
#include <string>

namespace softmode {

struct PublishedEquilibrium {
  std::string citation, material;
  Thermodynamics thermodynamics;    ///< with dCp where it is given; errors taken as independent
  std::optional<QuotedConstant> quoted;
  std::optional<double> quoted_equal_populations_K;
};

/// Read a file of measured values in the form of inputs/reference/vt-drifts.yaml. A quoted log10 K counts as known to
/// its last digit (0.05).
/// \throws Error (campaign, io) that names file, line and key; (usage) for a material without 'vant-hoff'.
PublishedEquilibrium read_published(const std::filesystem::path &file, const std::string &material);

/// What it says, and where it contradicts itself.
std::string published_text(const PublishedEquilibrium &published);

}    // namespace softmode
