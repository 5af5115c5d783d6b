// SPDX-License-Identifier: BSD-3-Clause
#include "results/gates.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace softmode {

namespace {

constexpr int blocks = 100;
constexpr double T0 = 300.0;
constexpr std::size_t atoms = 200;
constexpr double dof = 3.0 * atoms - 3.0;

GateConditions conditions(const std::string &thermostat = "csvr")
{
  return {
      T0,   thermostat, std::nullopt, atoms, {{"metal", {1}, 20, 0.4}, {"linker", {2}, 180, 0.6}},
      4000, 20000};
}

/// Block averages of a canonical ensemble, each of 50 independent samples; steps as a point writes them.
Table canonical(unsigned seed = 1)
{
  std::mt19937 random(seed);
  const double spread = std::sqrt(2.0 / dof) * T0;
  std::normal_distribution<double> sample(T0, spread), energy(0.0, 5.0), pressure(1.0, 200.0);
  Table t;
  t.name = "thermo.dat";
  t.columns = {"TimeStep",    "c_thermo_temp", "v_temperature2", "c_thermo_pe",  "c_thermo_press",
               "v_conserved", "v_volume",      "c_temp_metal",   "c_temp_linker"};
  t.values.resize(t.columns.size());
  for (int b = 0; b < blocks; ++b) {
    double mean = 0.0, squares = 0.0;
    for (int i = 0; i < 50; ++i) {
      const double T = sample(random);
      mean += T / 50.0;
      squares += T * T / 50.0;
    }
    const double row[] = {4000.0 + 2000.0 * (b + 1),
                          mean,
                          squares,
                          energy(random),
                          pressure(random),
                          100.0,
                          1e4,
                          mean,
                          mean};
    for (std::size_t c = 0; c < t.columns.size(); ++c) t.values[c].push_back(row[c]);
  }
  return t;
}

std::string failed(const Table &t, const GateConditions &c = conditions())
{
  std::string names;
  for (const Gate &g : check_gates(t, c))
    if (!g.passed()) names += (names.empty() ? "" : ";") + g.name;
  return names;
}

void scale(Table &t, const std::string &column, double factor)
{
  for (double &v : t.values[t.index(column)]) v *= factor;
}

}    // namespace

TEST(Gates, PassACanonicalEnsembleWhateverItsNoise)
{
  for (unsigned seed = 1; seed <= 500; ++seed) EXPECT_EQ(failed(canonical(seed)), "") << seed;
}

TEST(Gates, FindATemperatureThatIsOff)
{
  Table t = canonical();
  for (const char *column : {"c_thermo_temp", "c_temp_metal", "c_temp_linker"})
    scale(t, column, 1.04);
  scale(t, "v_temperature2", 1.04 * 1.04);
  EXPECT_EQ(failed(t), "temperature");
  EXPECT_EQ(failed(t, conditions("qtb")), "");    // zero-point motion
}

TEST(Gates, FindFluctuationsThatAreNotCanonical)
{
  Table t = canonical();
  std::vector<double> &squares = t.values[t.index("v_temperature2")];
  const std::vector<double> &T = t.column("c_thermo_temp");
  for (std::size_t i = 0; i < squares.size(); ++i)
    squares[i] = T[i] * T[i] + 0.5 * (squares[i] - T[i] * T[i]);
  EXPECT_EQ(failed(t), "temperature variance");
  EXPECT_EQ(failed(t, conditions("none")), "");
}

TEST(Gates, FindAGroupThatIsHotterThanTheOthers)
{
  Table t = canonical();
  scale(t, "c_temp_metal", 1.15);
  EXPECT_EQ(failed(t), "equipartition, metal");
}

TEST(Gates, FindADriftButNotTheNewBeginningOfATally)
{
  Table t = canonical();
  std::vector<double> &conserved = t.values[t.index("v_conserved")];
  for (std::size_t i = 0; i < conserved.size(); ++i)
    conserved[i] = 500.0 * static_cast<double>(i / 10);
  EXPECT_EQ(failed(t), "");    // legs of ten blocks, each from another value
  for (std::size_t i = 0; i < conserved.size(); ++i) conserved[i] += 0.2 * static_cast<double>(i);
  EXPECT_EQ(failed(t), "drift of the conserved energy");    // 20 kcal/mol in 200 atoms
  EXPECT_EQ(failed(t, conditions("langevin")), "");
}

TEST(Gates, FindASystemThatIsNotStationary)
{
  Table t = canonical();
  std::vector<double> &energy = t.values[t.index("c_thermo_pe")];
  for (std::size_t i = 0; i < energy.size(); ++i) energy[i] += 0.3 * static_cast<double>(i);
  EXPECT_EQ(failed(t), "change of the potential energy");
}

TEST(Gates, FindAPressureThatIsOff)
{
  GateConditions npt = conditions();
  npt.pressure_atm = 1.0;
  Table t = canonical();
  EXPECT_EQ(failed(t, npt), "");
  for (double &p : t.values[t.index("c_thermo_press")]) p += 400.0;
  EXPECT_EQ(failed(t, npt), "pressure");
  EXPECT_EQ(failed(t), "");    // a fixed cell has whatever pressure it has
}

TEST(Gates, SayWhatIsWrongWithNumbers)
{
  Table t = canonical();
  scale(t, "c_temp_metal", 1.15);
  const std::string words = failures_in_words(check_gates(t, conditions()));
  EXPECT_NE(words.find("The temperature of the group 'metal' is 1.1"), std::string::npos) << words;
  EXPECT_NE(words.find(" times the mean. Allowed is 0.9"), std::string::npos) << words;
}

}    // namespace softmode
