// SPDX-License-Identifier: BSD-3-Clause
// An idealised MOF-5, made up with round numbers, as texts of CIFs in any dialect.
#pragma once

#include <string>

namespace softmode {

struct CifText {
  std::string heading = "data_mof_5\n";
  std::string items;    ///< between heading and cell
  std::string cell = "_cell_length_a 25.85\n_cell_length_b 25.85\n_cell_length_c 25.85\n"
                     "_cell_angle_alpha 90\n_cell_angle_beta 90\n_cell_angle_gamma 90\n";
  std::string symmetry = "_space_group_name_H-M_alt 'F m -3 m'\n";
  std::string columns =
      "loop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n"
      "_atom_site_fract_z\n";
  std::string rows = "Zn1 Zn 0.7935 0.7935 0.2065\nO1 O 0.75 0.75 0.25\nO2 O 0.781 0.8665 0.219\n"
                     "C1 C 0.75 0.8885 0.25\nC2 C 0.75 0.946 0.25\nC3 C 0.783 0.973 0.217\n"
                     "H1 H 0.8085 0.951 0.1915\n";

  std::string text() const { return heading + items + cell + symmetry + columns + rows; }
};

/// The text with every `from` replaced.
inline std::string with(std::string text, const std::string &from, const std::string &to)
{
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

}    // namespace softmode
