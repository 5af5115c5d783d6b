// SPDX-License-Identifier: BSD-3-Clause
// The LAMMPS input of one point, and the names of the files it writes.
#pragma once

#include "campaign/points.h"
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
inline constexpr const char *start = "start.restart";    ///< where the point before it ended
inline constexpr const char *log = "log.lammps";
inline constexpr const char *output =
    "output.txt";    ///< what lmp printed, until the point is complete
inline constexpr const char *record = "point.json";    ///< written last: the point is complete
inline constexpr const char *recipe =
    "recipe";    ///< hash over all inputs: whose checkpoints these are
inline constexpr const char *length =
    "length.json";    ///< to which step it runs, where that is not known beforehand
inline constexpr const char *failure = "failure.txt";       ///< why it failed, for the driver
inline constexpr const char *attempts = "attempts.json";    ///< how earlier ones ended, if any
inline constexpr const char *bonds = "bonds.csv";
inline constexpr const char *bonds_raw = "bonds.dump";
inline constexpr const char *spectra = "spectra.csv";
inline constexpr const char *spectra_blocks = "spectra-blocks.csv";
inline constexpr const char *autocorrelation = "autocorrelation.csv";
inline constexpr const char *by_state = "spectra-by-state.csv";
inline constexpr const char *kinetics = "kinetics.csv";
inline constexpr const char *survival = "survival.csv";
inline constexpr const char *states = "states.dat";
inline constexpr const char *histogram = "r-histogram.dat";
inline constexpr const char *thermo = "thermo.dat";
inline constexpr const char *checkpoint = "checkpoint-";    ///< then the step; beside it .sha256
}    // namespace point_file

/// Last line a complete run prints to its log.
inline constexpr const char *completion_mark = "SOFTMODE POINT COMPLETE";

/// Is it what one leg of a run wrote, which is joined at the end ("states.dat.0000084000")?
bool is_of_leg(const std::string &file_name);

/// Steps of the whole point; of `until`, those it begins with.
int total_steps(const Campaign &campaign);

/// A group whose kinetic temperature is sampled.
struct AtomGroup {
  std::string name;          ///< metal, oxygen, or linker: all others
  std::vector<int> types;    ///< of LAMMPS, from 1
  std::size_t atoms;
  double mass_fraction;    ///< of all atoms
};
/// Those of a system that have atoms.
std::vector<AtomGroup> groups_of(const System &system);

/// Degrees of freedom of a group in a system whose total momentum is zero: 3 n less its share of the three.
double degrees_of_freedom(const AtomGroup &group);

/// Columns of thermo.dat, without the names of groups.
namespace thermo_column {
inline constexpr const char *temperature = "c_thermo_temp";
inline constexpr const char *temperature_squared = "v_temperature2";
inline constexpr const char *potential_energy = "c_thermo_pe";
inline constexpr const char *pressure = "c_thermo_press";
inline constexpr const char *conserved = "v_conserved";    ///< energy less what the baths put in
inline constexpr const char *volume = "v_volume";
}    // namespace thermo_column

/// Input script. It reads host.lmp, data.lmp and potential.lmp beside it and depends on nothing else,
/// so that a user can run it by hand.
/// \throws Error (parameters) if the potential does not define tight and loose.
std::string point_input(const Campaign &campaign, const Point &point, const System &system,
                        const Potential &potential);

/// host.lmp.
std::string host_commands(const std::filesystem::path &plugin);

/// Steps after which the script below writes `restart`-<step>, from which the size of checkpoints follows.
inline constexpr std::array<int, 2> speed_restart_steps{20, 220};

/// Input script that measures speed: a point's production, with its sampling, for 2 s of wall time.
std::string speed_input(const Campaign &campaign, const Point &point, const System &system,
                        const Potential &potential, const std::string &plugin,
                        const std::string &restart);

}    // namespace softmode
