// SPDX-License-Identifier: BSD-3-Clause
// Where the harmonic carboxylate stretches of each material are: normal modes of the relaxed structure in the crystal's
// cell, bands chosen among them as a campaign does. Prints a row for each, beside the published value.
#include "lammps/relaxation.h"
#include "softmode/analysis/band_tracking.h"
#include "softmode/definitions/constants.h"
#include "support/hkust_1.h"
#include "support/normal_modes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>

namespace softmode {

constexpr WavenumberRange asymmetric_range{1480.0, 1700.0}, symmetric_range{1250.0, 1480.0};
constexpr double resolution = 8.0;    // cm-1, as in campaigns

/// Power of the channels of a group in each mode at one temperature, where all modes have the same energy.
VectorXd power_of(const Channels &channels, const Modes &modes, int group)
{
  VectorXd power = VectorXd::Zero(modes.omega.size());
  for (std::size_t c = 0; c < channels.groups.size(); ++c)
    if (channels.groups[c] == group)
      power +=
          (channels.directions.row(static_cast<Index>(c)) * modes.vectors).transpose().cwiseAbs2();
  return power;
}

/// Modes as Gaussians of the resolution, every cm-1.
std::vector<double> spectrum_of(const VectorXd &wavenumber, const VectorXd &power,
                                const std::vector<double> &axis)
{
  std::vector<double> spectrum(axis.size());
  for (std::size_t k = 0; k < axis.size(); ++k)
    for (Index m = 0; m < power.size(); ++m) {
      const double x = (axis[k] - wavenumber(m)) / resolution;
      if (std::fabs(x) < 4.0) spectrum[k] += power(m) * std::exp(-4.0 * std::log(2.0) * x * x);
    }
  return spectrum;
}

/// A published value and how far from it this field is, in whole cm-1.
struct Target {
  double wavenumber;
  int off;
};

struct Material {
  const char *name;
  std::optional<Target> asymmetric, symmetric;
};

std::ostream &operator<<(std::ostream &out, const Material &m)
{
  return out << m.name;
}

class HarmonicStretches : public testing::TestWithParam<Material> {
 protected:
  /// chains: the one that a campaign follows, then the others, best first.
  void expect(const char *name, const std::vector<BandChain> &chains,
              const std::optional<Target> &target)
  {
    ASSERT_FALSE(chains.empty()) << name;
    const BandChain &band = chains.front();
    const double position = band.at.front().position;
    fmt::print("| {} | {} | {:.1f} | {:.2f} {:.2f} | {} | {} | {} |\n", GetParam().name, name,
               position, band.coordinate_share, band.character,
               chains.size() > 1
                   ? fmt::format("{:.1f} ({:.2f} {:.2f})", chains[1].at.front().position,
                                 chains[1].coordinate_share, chains[1].character)
                   : "-",
               target ? fmt::format("{:.0f}", target->wavenumber) : "-",
               target ? fmt::format("{:+.0f}", position - target->wavenumber) : "-");
    if (!target) return;
    EXPECT_NEAR(position, target->wavenumber, 30.0) << name;
    EXPECT_NEAR(position - target->wavenumber, target->off, 1.5) << name;
  }
};

TEST_P(HarmonicStretches, AreWithin30OfPublishedOnesAndWhereTheTableSays)
{
  const std::filesystem::path source = SOFTMODE_SOURCE_DIR;
  const std::string name = GetParam().name;
  const Potential potential = read_potential(source / "potentials" / (name + ".yaml"));
  const System system =
      assemble(simulated_cell(read_cif(source / "inputs/structures" / (name + ".cif")), potential),
               potential);
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_mof(system) + relax_atoms_commands() +
                "write_dump all custom x.dump id x y z modify sort id format float %.17g\n"
                "dynamical_matrix all eskm 2e-4 file matrix.bin binary yes\n",
            one_thread);
  ASSERT_TRUE(run.success) << run.output;
  const VectorXd mass = masses_of(system);
  const Modes modes = modes_of<float>(run.file("matrix.bin"), mass.size());
  const Channels channels =
      channels_of(system, dump_rows(run.file("x.dump")), mass, system.crystal.cell);

  const VectorXd wavenumber = modes.omega / (2.0 * pi * speed_of_light_cm_fs);
  std::vector<double> axis;
  for (double nu = 1200.0; nu <= 1750.0; nu += 1.0) axis.push_back(nu);
  const auto spectrum = [&](int group) {
    return spectrum_of(wavenumber, power_of(channels, modes, group), axis);
  };
  const std::vector<double> asymmetric = spectrum(asymmetric_group),
                            symmetric = spectrum(symmetric_group), infrared = spectrum(flux_group);
  const std::vector<BandChain> high = follow_bands({{axis, asymmetric, symmetric, infrared}},
                                                   asymmetric_range),
                               low = follow_bands({{axis, symmetric, asymmetric, infrared}},
                                                  symmetric_range);
  expect("asymmetric", high, GetParam().asymmetric);
  expect("symmetric", low, GetParam().symmetric);
}

std::string name_of_material(const testing::TestParamInfo<Material> &info)
{
  std::string name = info.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

// HKUST-1 measured at -100 C (doi:10.1021/jacs.0c09499); MOF-5, UiO-66, MIL-125, Zn-MOF-74: PBEsol, harmonic, strongest
// band of the region in the spectra of github WMD-group/VMOF (doi:10.1039/C6CP05106E). No sourced value for the others.
INSTANTIATE_TEST_SUITE_P(
    Materials, HarmonicStretches,
    testing::Values(Material{"hkust-1", Target{1594.8, 16}, Target{1367.9, -4}},
                    Material{"mof-5", Target{1615, -12}, Target{1385, -13}},
                    Material{"uio-66", Target{1577, 25}, Target{1382, -8}},
                    Material{"mil-125", Target{1600, -5}, Target{1380, 4}},
                    Material{"zn-mof-74", Target{1540, 10}, Target{1416, -15}},
                    Material{"mg-mof-74", {}, {}}, Material{"mil-125-nh2", {}, {}},
                    Material{"muv-10-ca", {}, {}}, Material{"muv-10-mn", {}, {}},
                    Material{"sodium-benzoate", {}, {}}),
    name_of_material);

}    // namespace softmode
