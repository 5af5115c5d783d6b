// SPDX-License-Identifier: BSD-3-Clause
// Environments of programs that softmode starts.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace softmode {

/// "NAME=value", one per variable.
using Environment = std::vector<std::string>;

/// That of this process, less the variables whose names `leave_out` holds for.
Environment environment_without(const std::function<bool(const std::string &name)> &leave_out);

/// Is it one by which Slurm, PMI, PMIx, Open MPI, PRRTE or another launcher tells a process that it is a rank of a job?
/// A program with MPI that finds one joins that job instead of running on its own. Settings that users make
/// (OMPI_MCA_btl) are not of this kind.
bool is_of_launcher(const std::string &name);

}    // namespace softmode
