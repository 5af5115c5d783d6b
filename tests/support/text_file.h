// SPDX-License-Identifier: BSD-3-Clause
// A file with a given text, in gtest's temporary folder.
#pragma once

#include "support/files.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <string>

namespace softmode {

/// Folder of this process, as CTest runs tests side by side; removed at its end.
struct TextFolder {
  const std::filesystem::path path =
      std::filesystem::path(testing::TempDir()) / ("softmode-" + std::to_string(::getpid()));
  TextFolder() { std::filesystem::create_directories(path); }
  ~TextFolder()
  {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

inline std::filesystem::path text_file(const std::string &name, const std::string &text)
{
  static const TextFolder folder;
  write_file(folder.path / name, text);
  return folder.path / name;
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
