// SPDX-License-Identifier: BSD-3-Clause
// Tables of numbers: the CSV files of softmode and the column files of LAMMPS's fixes.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace softmode {

struct Table {
  std::string name;                            ///< file, for messages
  std::vector<std::string> comments;           ///< without '#'
  std::map<std::string, std::string> heads;    ///< of the comments "# key=value"
  std::vector<std::string> columns;
  std::vector<std::vector<double>> values;    ///< [column][row]

  std::size_t rows() const { return values.empty() ? 0 : values.front().size(); }
  /// Index of the column whose name is `start` or begins with it; \throws Error (point) if there is none.
  std::size_t index(const std::string &start) const;
  const std::vector<double> &column(const std::string &start) const { return values[index(start)]; }
  bool has(const std::string &start) const;
};

/// Read a CSV with '#' comments and one line of column names.
/// \throws Error (point; io) that names file and line for anything that is not a number, and for rows
///   of another length (a truncated file).
Table read_csv(const std::filesystem::path &file);

/// Read the output of LAMMPS's fix ave/time (scalars): two comment lines, blank-separated columns.
Table read_ave_time(const std::filesystem::path &file);

/// Counts of LAMMPS's fix ave/histo, one histogram per block.
struct Histogram {
  std::vector<double> centre;                 ///< of the bins
  std::vector<std::vector<double>> counts;    ///< [block][bin]
};
Histogram read_ave_histo(const std::filesystem::path &file);

/// Rows of a LAMMPS local dump with one snapshot.
Table read_local_dump(const std::filesystem::path &file);

}    // namespace softmode
