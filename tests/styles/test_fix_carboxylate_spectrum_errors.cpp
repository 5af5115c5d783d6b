// SPDX-License-Identifier: BSD-3-Clause
// What fix carboxylate/spectrum says of bad input and full disks.
#include "support/lammps_run.h"
#include "support/spectrum_run.h"

#include <gtest/gtest.h>

namespace softmode {

struct BadSpectrum {
  const char *commands, *message;
};

class FixCarboxylateSpectrumErrors : public testing::TestWithParam<BadSpectrum> {};

TEST_P(FixCarboxylateSpectrumErrors, AreNamed)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics + GetParam().commands + "\nrun 10\n");
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find(GetParam().message), std::string::npos) << run.output;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, FixCarboxylateSpectrumErrors,
    testing::Values(
        BadSpectrum{"fix sp all carboxylate/spectrum", "needs: Nevery"},
        BadSpectrum{"fix sp all carboxylate/spectrum 0", "Nevery must be at least 1, got 0"},
        BadSpectrum{"fix sp all carboxylate/spectrum 20", "sees nothing above 1668 cm-1 (Nyquist)"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 resolution 0",
                    "resolution must be positive, got 0"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 segment 3",
                    "segment must be at least 16 samples, got 3"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 overlap 1",
                    "overlap must be at least 0 and below 1, got 1"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 range 2000 1000",
                    "range must be ascending, got 2000 1000"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 write 6",
                    "write must be a multiple of Nevery 4, got 6"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 window square",
                    "window must be none, hann, hamming or blackman, not square"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 quantum kubo",
                    "quantum must be none, standard, harmonic or schofield, not kubo"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 temp 0", "temp must be positive, got 0"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 dof -1", "dof must be positive, got -1"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 dos 0", "dos takes 1 to 32 groups, got 0"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 dos 1 nobody",
                    "there is no group nobody for dos"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 dos 2 all", "dos needs 3 value(s)"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 bands 1700 1480 1250 1480",
                    "bands must be two ascending ranges, got 1700 1480 and 1250 1480"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 states s w.csv",
                    "there is no compute carboxylate/state with ID s"},
        BadSpectrum{"compute s all carboxylate/state 1.96 0.04 every 3\nfix sp all "
                    "carboxylate/spectrum 4 states s w.csv",
                    "samples every 4 steps need the states of compute s, which samples every 3"},
        BadSpectrum{"group g id > 0\ncompute s g carboxylate/state 1.96 0.04\nfix sp all "
                    "carboxylate/spectrum 4 states s w.csv",
                    "compute s must have the same group"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 flux maybe", "Expected yes or no"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 folder x",
                    "Unknown fix carboxylate/spectrum keyword: folder"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 file", "file needs 1 value(s)"},
        BadSpectrum{"set group all charge 0\nfix sp all carboxylate/spectrum 4",
                    "all charges are zero"},
        BadSpectrum{
            "fix sp all carboxylate/spectrum 4 segment 16 file /no/such/folder/s.csv\nrun 100",
            "cannot open /no/such/folder/s.csv.part"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4\nrun 10\ntimestep 0.25",
                    "the time step changed from 0.5 to 0.25 fs"},
        BadSpectrum{"group h type 4\nfix sp h carboxylate/spectrum 4", "no carboxylate"},
        BadSpectrum{"group nobody empty\nfix sp nobody carboxylate/spectrum 4", "no carboxylate"}));

TEST(FixCarboxylateSpectrum, SaysWhenTheDiskIsFullAndKeepsTheOldFile)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics +
                      "print old file s.csv\nshell ln -s /dev/full s.csv.part\n"
                      "fix sp all carboxylate/spectrum 4 segment 1000 file s.csv\nrun 4000\n");
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find("cannot write s.csv.part: No space left on device; free some space"),
            std::string::npos)
      << run.output;
  EXPECT_EQ(run.file("s.csv"), "old\n");
  EXPECT_FALSE(run.has("s.csv.part"));
}

}    // namespace softmode
