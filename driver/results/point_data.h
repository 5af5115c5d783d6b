// SPDX-License-Identifier: BSD-3-Clause
// What one point produced, read and checked.
#pragma once

#include "results/table.h"
#include "softmode/analysis/statistics.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// Spectra of one group ("asymmetric", "symmetric", "flux", "metal_oxygen") by block of time.
struct BlockSpectra {
  std::vector<std::vector<double>> blocks;    ///< [block][point]

  /// Mean over blocks weighted by size x weights (see jackknife()).
  std::vector<double> mean(const std::vector<double> &sizes,
                           const std::vector<double> &weights) const;
};

struct PointData {
  std::vector<double> wavenumber;     ///< cm-1
  std::vector<double> block_sizes;    ///< segments per block
  std::map<std::string, BlockSpectra> spectra;
  bool has_flux() const { return spectra.count("flux") > 0; }

  std::vector<double>
      loose_fraction;                   ///< per block of time: fraction of bonds in the loose state
  std::vector<double> bond_count;       ///< per block of time: bonds there are, for ions contacts
  std::vector<double> mean_weight;      ///< per block of time: <w>
  std::vector<double> mean_length;      ///< per block of time: <r>, A
  std::vector<double> temperature_K;    ///< per block of time
  Table thermo;                         ///< thermo.dat, for the gates
  Histogram lengths;                    ///< of r(M-O), A
  Table bonds;                          ///< one row per metal-carboxylate bond (bonds.csv)

  /// Of what only newer points write; nullopt where it is not there or was not seen.
  std::optional<Table> by_state;                                   ///< spectra-by-state.csv
  std::optional<Estimate> tight_lifetime_ps, loose_lifetime_ps;    ///< 1/rate of leaving the state
  /// Asymmetric stretch of carboxylates with loose bonds less that with tight ones, by regression against w, cm-1.
  std::optional<Estimate> splitting_cm;
  /// Fractions of the carboxylates that are free, monodentate, chelating, bridging, each per block of time; or empty.
  std::vector<std::vector<double>> denticity;
  std::vector<std::string> notes;    ///< what a point of an earlier version lacks
};

/// Read the outputs of a complete point (bonds.csv included).
/// \throws Error (point) that names the file for anything missing, cut short or not finite.
PointData read_point(const std::filesystem::path &folder);

/// Probability density of the binned lengths over all blocks, 1/A; 0 in empty bins.
std::vector<double> length_density(const Histogram &lengths);

/// bonds.csv from the local dump LAMMPS wrote.
std::string bonds_csv(const Table &dump);

}    // namespace softmode
