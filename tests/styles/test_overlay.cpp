// SPDX-License-Identifier: BSD-3-Clause
// The overlay in a whole framework: where its ratios are one and its changes zero, it is not there.
#include "support/hkust_1.h"

#include <gtest/gtest.h>

namespace softmode {

std::vector<std::vector<double>> forces_of(const System &system)
{
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_mof(system) +
            "displace_atoms all random 0.1 0.1 0.1 11 units box\nrun 0\n"
            "write_dump all custom f.dump id fx fy fz modify sort id format float %.15g\n");
  EXPECT_TRUE(run.success) << run.output;
  return dump_rows(run.file("f.dump"));
}

TEST(Overlay, WithoutEffectLeavesTheForcesAsTheyAre)
{
  const std::filesystem::path source = SOFTMODE_SOURCE_DIR;
  const Crystal crystal = read_cif(source / "inputs/structures/hkust-1.cif");
  Potential potential = read_potential(source / "potentials/hkust-1.yaml");
  potential.overlay->metal_angle_ratio.reset();
  potential.overlay->cross_change.reset();
  const auto a = forces_of(assemble(crystal, potential));
  potential.overlay->metal_angle_ratio = Sourced{1.0, "test"};
  potential.overlay->cross_change = Sourced{0.0, "test"};
  const auto b = forces_of(assemble(crystal, potential));
  potential.overlay->metal_angle_ratio = Sourced{0.5, "test"};
  potential.overlay->cross_change = Sourced{50.0, "test"};
  const auto c = forces_of(assemble(crystal, potential));

  ASSERT_EQ(a.size(), 624u);
  double largest = 0.0, difference = 0.0, change = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (int d = 1; d <= 3; ++d) {
      largest = std::max(largest, std::fabs(a[i][d]));
      difference = std::max(difference, std::fabs(b[i][d] - a[i][d]));
      change = std::max(change, std::fabs(c[i][d] - a[i][d]));
    }
  EXPECT_LT(difference, 1e-5 * largest);    // coefficients are written with 4 decimals
  EXPECT_GT(change, 1e-2 * largest);
}

}    // namespace softmode
