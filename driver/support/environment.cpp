// SPDX-License-Identifier: BSD-3-Clause
#include "support/environment.h"

#include <unistd.h>

#include <algorithm>
#include <iterator>

namespace softmode {

namespace {

bool begins(const std::string &text, const char *start)
{
  return text.rfind(start, 0) == 0;
}

}    // namespace

Environment environment_without(const std::function<bool(const std::string &)> &leave_out)
{
  Environment kept;
  for (char **variable = environ; *variable; ++variable) {
    const std::string entry = *variable;
    if (!leave_out(entry.substr(0, entry.find('=')))) kept.push_back(entry);
  }
  return kept;
}

bool is_of_launcher(const std::string &name)
{
  // Open MPI's settings are the user's, but for those that mpirun makes for its ranks
  const char *of_mpirun[] = {"OMPI_MCA_ess",          "OMPI_MCA_orte",   "OMPI_MCA_pmix",
                             "OMPI_MCA_plm",          "OMPI_MCA_prte",   "OMPI_MCA_ras",
                             "OMPI_MCA_initial_wdir", "OMPI_MCA_schizo", "OMPI_MCA_shmem",
                             "OMPI_MCA_grpcomm"};
  const char *starts[] = {"SLURM_", "PMI",   "OMPI_",           "PRTE_", "ORTE_",
                          "HYDI_",  "PALS_", "MV2_COMM_WORLD_", "JSM_",  "FLUX_"};
  const auto has_start = [&](const char *start) { return begins(name, start); };
  if (begins(name, "OMPI_MCA_"))
    return std::any_of(std::begin(of_mpirun), std::end(of_mpirun), has_start);
  return std::any_of(std::begin(starts), std::end(starts), has_start);
}

}    // namespace softmode
