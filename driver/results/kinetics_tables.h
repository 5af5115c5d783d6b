// SPDX-License-Identifier: BSD-3-Clause
// Tables of how bonds change their state.
#pragma once

#include "results/results.h"

#include <filesystem>

namespace softmode {

/// Write kinetics.csv, activation.csv and denticity.csv: lifetimes of the two states, their activation energies, and how
/// carboxylates are bound. Each only where points have what it is made of; one that an earlier campaign had is removed.
void write_kinetics_tables(const Results &results, const std::filesystem::path &folder);

}    // namespace softmode
