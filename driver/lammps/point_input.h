// SPDX-License-Identifier: BSD-3-Clause
// The LAMMPS input of one point, and the names of the files it writes.
#pragma once

#include "campaign/campaign.h"
#include "forcefield/potential.h"
#include "forcefield/system.h"

#include <string>

namespace softmode {

/// Files of a point's folder.
namespace point_file {
inline constexpr const char *input = "in.lmp";
inline constexpr const char *host = "host.lmp";    ///< this machine's paths
inline constexpr const char *data = "data.lmp";
inline constexpr const char *potential = "potential.lmp";
inline constexpr const char *log = "log.lammps";
inline constexpr const char *record = "point.json";    ///< written last: the point is complete
inline constexpr const char *recipe =
    "recipe";    ///< hash over all inputs: whose checkpoints these are
inline constexpr const char *attempts = "attempts.json";    ///< how earlier ones ended, if any
inline constexpr const char *bonds = "bonds.csv";
inline constexpr const char *bonds_raw = "bonds.dump";
inline constexpr const char *spectra = "spectra.csv";
inline constexpr const char *spectra_blocks = "spectra-blocks.csv";
inline constexpr const char *autocorrelation = "autocorrelation.csv";
inline constexpr const char *states = "states.dat";
inline constexpr const char *histogram = "r-histogram.dat";
inline constexpr const char *thermo = "thermo.dat";
inline constexpr const char *checkpoint = "checkpoint-";    ///< then the step; beside it .sha256
}    // namespace point_file

/// Last line a complete run prints to its log.
inline constexpr const char *completion_mark = "SOFTMODE POINT COMPLETE";

/// Is it what one leg of a run wrote, which is joined at the end ("states.dat.0000084000")?
bool is_of_leg(const std::string &file_name);

/// Steps of the whole point, for progress.
int total_steps(const Campaign &campaign);

/// Input script. It reads host.lmp, data.lmp and potential.lmp beside it and depends on nothing else,
/// so that a user can run it by hand.
/// \throws Error (parameters) if the potential does not define tight and loose.
std::string point_input(const Campaign &campaign, const Point &point, const System &system,
                        const Potential &potential);

}    // namespace softmode
