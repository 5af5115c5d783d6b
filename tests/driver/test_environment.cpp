// SPDX-License-Identifier: BSD-3-Clause
#include "support/environment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace softmode {

TEST(EnvironmentOfLaunchers, IsToldFromSettingsOfUsers)
{
  for (const char *name : {"SLURM_JOB_ID", "SLURM_STEP_NODELIST", "SLURM_PROCID", "PMI_RANK",
                           "PMI_FD", "PMI2_FD", "PMIX_RANK", "PMIX_SERVER_URI2",
                           "OMPI_COMM_WORLD_RANK", "OMPI_UNIVERSE_SIZE", "OMPI_MCA_ess_base_jobid",
                           "OMPI_MCA_orte_hnp_uri", "PRTE_MCA_prte_launch", "HYDI_CONTROL_FD"})
    EXPECT_TRUE(is_of_launcher(name)) << name;
  for (const char *name :
       {"PATH", "HOME", "OMP_NUM_THREADS", "OMPI_MCA_btl", "OMPI_MCA_mpi_yield_when_idle",
        "UCX_TLS", "I_MPI_FABRICS", "SBATCH_ACCOUNT", "CUDA_VISIBLE_DEVICES"})
    EXPECT_FALSE(is_of_launcher(name)) << name;
}

TEST(EnvironmentOfLaunchers, IsLeftOutAndAllElseStays)
{
  ::setenv("PMI_RANK", "0", 1);
  ::setenv("SOFTMODE_TEST_VALUE", "a=b c", 1);
  const Environment kept = environment_without(is_of_launcher);
  ::unsetenv("PMI_RANK");
  ::unsetenv("SOFTMODE_TEST_VALUE");
  EXPECT_EQ(std::count(kept.begin(), kept.end(), "PMI_RANK=0"), 0);
  EXPECT_EQ(std::count(kept.begin(), kept.end(), "SOFTMODE_TEST_VALUE=a=b c"), 1);
}

}    // namespace softmode
