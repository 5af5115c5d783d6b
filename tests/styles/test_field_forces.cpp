// SPDX-License-Identifier: BSD-3-Clause
// Forces of LAMMPS's own styles, as the fields use them, against differences of their energies:
// cosine/periodic of 29 Sep 2021, for one, has wrong forces for n = 1.
#include "support/hkust_1.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace softmode {

struct Case {
  std::string kind;    ///< bond, angle, dihedral, improper
  TermType type;
};

/// Style, and what else decides on the shape of the term.
std::string shape_of(const TermType &type)
{
  std::vector<std::string> words;
  std::istringstream in(type.coefficients);
  for (std::string w; in >> w;) words.push_back(w);
  if (type.style == "cosine/periodic") return type.style + " n = " + words.at(2);
  if (type.style == "fourier" && words.size() == 4)
    return type.style + (words[3] == "0" ? " linear" : " general");
  return type.style;
}

/// One term of every shape in both fields of the materials.
std::map<std::string, Case> cases()
{
  std::map<std::string, Case> found;
  const std::filesystem::path source = SOFTMODE_SOURCE_DIR;
  const auto note = [&](const char *kind, const std::vector<TermType> &types) {
    for (const TermType &t : types)
      found.emplace(std::string(kind) + " " + shape_of(t), Case{kind, t});
  };
  for (const char *potential : {"base.yaml", "uff4mof.yaml"})
    for (const char *structure : {"hkust-1", "mof-5", "uio-66", "mil-125", "mg-mof-74"}) {
      const Potential p = read_potential(source / "potentials" / potential);
      const System s = assemble(
          simulated_cell(read_cif(source / "inputs/structures" / (std::string(structure) + ".cif")),
                         p),
          p);
      note("bond", s.bonds.types);
      note("angle", s.angles.types);
      note("dihedral", s.dihedrals.types);
      note("improper", s.impropers.types);
    }
  // fields of other structures have it: a metal with two neighbours
  found.emplace("angle fourier linear", Case{"angle", {"fourier", "50 1 1 0", ""}});
  return found;
}

constexpr double positions[4][3] = {
    {5.0, 5.0, 5.0}, {6.3, 5.2, 4.9}, {6.9, 6.4, 5.3}, {8.1, 6.6, 6.4}};

/// Data of four atoms and one term, whose first atom is atom 1.
std::string data_of(const std::string &kind)
{
  const std::map<std::string, int> sizes{
      {"bond", 2}, {"angle", 3}, {"dihedral", 4}, {"improper", 4}};
  std::string text = fmt::format("\n4 atoms\n1 atom types\n1 {0}s\n1 {0} types\n0 20 xlo xhi\n0 20 "
                                 "ylo yhi\n0 20 zlo zhi\n\nMasses\n\n1 12\n\nAtoms\n\n",
                                 kind);
  for (int i = 0; i < 4; ++i)
    text += fmt::format("{} 1 1 0 {} {} {}\n", i + 1, positions[i][0], positions[i][1],
                        positions[i][2]);
  std::string title = kind;
  title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  text += fmt::format("\n{}s\n\n1 1", title);
  for (int i = 0; i < sizes.at(kind); ++i) text += fmt::format(" {}", i + 1);
  return text + "\n";
}

/// Prints each force, then the energies a little up and down in that coordinate.
std::string script_of(const Case &c, double step)
{
  std::string text = fmt::format("units real\natom_style full\npair_style zero 5\n{0}_style {1}\n"
                                 "read_data term.lmp\npair_coeff * *\n{0}_coeff 1 {2}\n"
                                 "thermo_style custom step pe\nrun 0 post no\n",
                                 c.kind, c.type.style, c.type.coefficients);
  const char axes[] = "xyz";
  for (int atom = 1; atom <= 4; ++atom)
    for (int k = 0; k < 3; ++k)
      text += fmt::format("print \"force $(f{}[{}]:%.17g)\"\n", axes[k], atom);
  for (int atom = 1; atom <= 4; ++atom)
    for (int k = 0; k < 3; ++k) {
      const double at = positions[atom - 1][k];
      for (const double to : {at + step, at - step})
        text += fmt::format("set atom {} {} {:.17g}\nrun 0 post no\nprint \"energy $(pe:%.17g)\"\n",
                            atom, axes[k], to);
      text += fmt::format("set atom {} {} {:.17g}\n", atom, axes[k], at);
    }
  return text;
}

std::vector<double> printed(const std::string &log, const std::string &word)
{
  std::vector<double> values;
  std::istringstream in(log);
  for (std::string line; std::getline(in, line);)
    if (line.rfind(word + " ", 0) == 0) values.push_back(std::stod(line.substr(word.size() + 1)));
  return values;
}

TEST(FieldForces, AreTheGradientsOfTheirEnergies)
{
  std::set<std::string> shapes;
  LammpsRun run("print none\n");
  for (const auto &[name, c] : cases()) {
    SCOPED_TRACE(name + " " + c.type.coefficients);
    shapes.insert(name);
    const double step = 1e-4;
    write_file(run.folder / "term.lmp", data_of(c.kind));
    run.again(script_of(c, step));
    ASSERT_TRUE(run.success) << run.output;
    const auto forces = printed(run.file("log.lammps"), "force"),
               energies = printed(run.file("log.lammps"), "energy");
    ASSERT_EQ(forces.size(), 12u);
    ASSERT_EQ(energies.size(), 24u);
    double largest = 0.0;
    for (const double f : forces) largest = std::max(largest, std::fabs(f));
    EXPECT_GT(largest, 1e-3);
    for (std::size_t k = 0; k < 12; ++k)
      EXPECT_NEAR(forces[k], (energies[2 * k + 1] - energies[2 * k]) / (2.0 * step), 1e-5 * largest)
          << "coordinate " << k;
  }
  EXPECT_EQ(shapes, (std::set<std::string>{
                        "angle cosine/periodic n = 3", "angle cosine/periodic n = 4", "angle cross",
                        "angle fourier general", "angle fourier linear", "angle harmonic",
                        "bond harmonic", "bond morse", "dihedral harmonic", "improper fourier"}));
}

}    // namespace softmode
