// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/protocol_notes.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

Campaign with_damping(const char *style, double damping_fs, double resolution_cm)
{
  Campaign c;
  c.thermostat = {style, damping_fs};
  c.resolution_cm = resolution_cm;
  return c;
}

}    // namespace

TEST(ProtocolNotes, WarnOfFrictionThatHidesBands)
{
  // 1 / (2 pi c 1 ps), with c = 2.99792458e-2 cm/ps
  EXPECT_NEAR(friction_width_cm({"langevin", 1000.0}), 5.3088, 1e-3);
  EXPECT_EQ(friction_width_cm({"csvr", 1.0}), 0.0);
  const auto notes = protocol_notes(with_damping("langevin", 50.0, 16.0));
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("damping of 0.05 ps broadens every band by 106.2 cm-1"),
            std::string::npos)
      << notes[0];
  EXPECT_NE(notes[0].find("the resolution of 16 cm-1"), std::string::npos) << notes[0];
  EXPECT_NE(notes[0].find("0.34 ps or more"), std::string::npos) << notes[0];
  EXPECT_EQ(protocol_notes(with_damping("qtb", 50.0, 16.0)).size(), 1u);
  EXPECT_TRUE(protocol_notes(with_damping("langevin", 500.0, 16.0)).empty());
  EXPECT_TRUE(protocol_notes(with_damping("csvr", 5.0, 16.0)).empty());
  Campaign melt = with_damping("langevin", 50.0, 16.0);
  melt.protocol.type = ProtocolType::melt;
  EXPECT_TRUE(protocol_notes(melt).empty()) << "no bands are followed";
}

}    // namespace softmode
