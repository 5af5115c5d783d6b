// SPDX-License-Identifier: BSD-3-Clause
// A file with a given text, in gtest's temporary folder.
#pragma once

#include "support/files.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <string>

namespace softmode {

/// `name` gets the process's number in front of it, as CTest runs tests side by side; its extension is
/// kept.
inline std::filesystem::path text_file(const std::string &name, const std::string &text)
{
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / ("softmode-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  write_file(folder / name, text);
  return folder / name;
}

/// A CIF of a cubic cell with the given edge (A) and symmetry, and rows of label, element, x, y, z,
/// occupancy, disorder assembly and disorder group.
inline std::filesystem::path cif_file(const std::string &rows, double edge = 12.0,
                                      const std::string &operations = "'x,y,z'")
{
  const std::string a = std::to_string(edge);
  return text_file("structure.cif",
                   "data_test\n_cell_length_a " + a + "\n_cell_length_b " + a +
                       "\n_cell_length_c " + a +
                       "\n_cell_angle_alpha 90\n_cell_angle_beta 90\n_cell_angle_gamma 90\n"
                       "loop_\n_space_group_symop_operation_xyz\n" +
                       operations +
                       "\nloop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n"
                       "_atom_site_fract_y\n_atom_site_fract_z\n_atom_site_occupancy\n"
                       "_atom_site_disorder_assembly\n_atom_site_disorder_group\n" +
                       rows);
}

}    // namespace softmode
