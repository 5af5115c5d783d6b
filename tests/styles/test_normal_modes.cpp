// SPDX-License-Identifier: BSD-3-Clause
// The spectra of a whole MOF close to 0 K against the eigenvalues and eigenvectors of LAMMPS's own
// dynamical_matrix: each mode starts with a known velocity and goes on as a cosine, so that not only
// the position of bands but every point of the spectra is known.
#include "core/segment_spectrum.h"
#include "softmode/definitions/constants.h"
#include "support/hkust_1.h"
#include "support/normal_modes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace softmode {

constexpr double timestep_fs = 0.5;
constexpr int sample_every = 4, segment = 2000, segments = 2;

/// The same system with interactions that go smoothly to zero: with a plain cutoff the energy jumps
/// whenever a pair crosses it, and nothing has a minimum.
std::string set_up_smooth(const System &system)
{
  std::string script = set_up_mof(system);
  const std::size_t at = script.find("pair_style"), end = script.find('\n', at);
  return script.replace(at, end - at, "pair_style lj/charmm/coul/charmm 11 12.5\ndielectric 1e30");
}

/// The spectra that modes with these velocities at step 0 have, accumulated as the plugin does.
SegmentSpectrum predicted(const Modes &modes, const Channels &channels, const VectorXd &velocity)
{
  // velocity Verlet goes at a slightly higher frequency: sin(omega' dt/2) = omega dt/2
  const VectorXd omega = modes.omega.unaryExpr(
      [](double w) { return 2.0 / timestep_fs * std::asin(0.5 * timestep_fs * std::max(0.0, w)); });
  const MatrixXd amplitudes = (channels.directions * modes.vectors) * velocity.asDiagonal();
  SegmentSettings settings;
  settings.samples = settings.hop = segment;
  settings.interval_fs = sample_every * timestep_fs;
  settings.groups = spectrum_groups;
  SegmentSpectrum spectrum(settings, channels.groups);
  for (int n = 1; n <= segment * segments; ++n) {
    const VectorXd now =
        amplitudes * (omega * (n * sample_every * timestep_fs)).array().cos().matrix();
    spectrum.add_sample(now.data());
  }
  return spectrum;
}

std::vector<double> density_of(const SegmentSpectrum &s, int group)
{
  std::vector<double> density(s.points());
  double windows = 0.0;
  for (const SpectrumBlock &block : s.blocks) {
    windows += block.windows[group];
    for (int k = 0; k < s.points(); ++k)
      density[k] += block.power[static_cast<std::size_t>(group) * s.points() + k];
  }
  // the flux is summed over its three components, stretches are means over channels
  if (group == flux_group) windows /= 3.0;
  for (double &d : density) d *= density_factor(s.settings, s.window_power, windows);
  return density;
}

class NormalModes : public testing::Test {
 protected:
  void SetUp() override
  {
    // shaken first: relaxation keeps the symmetry of the crystal, which is a saddle point of this field
    const std::string relaxed = set_up_smooth(system) +
                                "displace_atoms all random 0.02 0.02 0.02 4711 units box\n"
                                "minimize 0 1e-10 20000 200000\n";
    LammpsRun run("print none\n");
    write_system(run, system);
    run.again(relaxed + "write_dump all custom x.dump id x y z modify sort id format float %.17g\n"
                        "dynamical_matrix all eskm 2e-4 file matrix.bin binary yes\n",
              one_thread);
    ASSERT_TRUE(run.success) << run.output;
    positions = dump_rows(run.file("x.dump"));
    mass = masses_of(system);
    modes = modes_of(run.file("matrix.bin"), mass.size());

    run.again(relaxed +
                  fmt::format(
                      "reset_timestep 0\ntimestep {}\nvelocity all create 0.01 99 mom yes\n"
                      "write_dump all custom v.dump id vx vy vz modify sort id format float %.17g\n"
                      "fix 1 all nve\nfix sp all carboxylate/spectrum {} segment {} overlap 0 "
                      "range 0 4000 file s.csv\nrun {}\n",
                      timestep_fs, sample_every, segment, segment * segments * sample_every),
              one_thread);
    ASSERT_TRUE(run.success) << run.output;
    spectra = csv_rows(run.file("s.csv"));
    const auto velocities = dump_rows(run.file("v.dump"));
    VectorXd weighted(mass.size());
    for (std::size_t i = 0; i < velocities.size(); ++i)
      for (int d = 0; d < 3; ++d) {
        const Index k = static_cast<Index>(3 * i) + d;
        weighted(k) = std::sqrt(mass(k)) * velocities[i][1 + d];
      }
    velocity = modes.vectors.transpose() * weighted;
  }

  System system = hkust_1();
  std::vector<std::vector<double>> positions, spectra;
  VectorXd mass, velocity;    // velocity along each mode
  Modes modes;
};

TEST_F(NormalModes, AreTheSpectraOfTheWholeMofNearZeroKelvin)
{
  const double cm1_per_omega = 1.0 / (2.0 * pi * speed_of_light_cm_fs);
  ASSERT_EQ(modes.omega.size(), 1872);
  for (Index k = 0; k < 3; ++k)    // translations, below which is nothing: no mode is unstable
    EXPECT_NEAR(modes.omega(k) * cm1_per_omega, 0.0, 0.05);

  const Channels channels = channels_of(system, positions, mass, system.crystal.cell);
  ASSERT_EQ(channels.groups.size(), 3u + 2 * 96 + 192);
  const SegmentSpectrum expected = predicted(modes, channels, velocity);
  const std::map<int, int> columns{
      {flux_group, 1}, {asymmetric_group, 3}, {symmetric_group, 5}, {metal_oxygen_group, 7}};
  for (const auto &[group, column] : columns) {
    const std::vector<double> density = density_of(expected, group);
    double largest = 0.0, difference = 0.0, sum = 0.0, moment = 0.0;
    for (std::size_t k = 0; k < spectra.size(); ++k) {
      const double wavenumber =
          true_wavenumber(sampled_wavenumber(expected.settings, static_cast<int>(k)), timestep_fs);
      ASSERT_NEAR(spectra[k][0], wavenumber, 1e-5);
      largest = std::max(largest, density[k]);
      difference = std::max(difference, std::fabs(spectra[k][column] - density[k]));
      sum += density[k];
      moment += wavenumber * density[k];
    }
    fmt::print("{}: mean {:.2f} cm-1, largest difference {:.2e} of the highest peak\n",
               spectrum_group_names[group], moment / sum, difference / largest);
    EXPECT_LT(difference, 0.01 * largest) << spectrum_group_names[group];
  }
}

}    // namespace softmode
