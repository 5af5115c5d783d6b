// SPDX-License-Identifier: BSD-3-Clause
// A program that answers like lmp and writes what a point writes, at once and without any simulation: for tests of the
// campaign engine alone, with thousands of points. Numbers depend on the seed of the point only.
#include "support/files.h"

#include <fmt/format.h>

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>
#include <random>
#include <sstream>

namespace {

using softmode::read_file;

int print_help(const char *more_packages)
{
  return std::printf("\nLarge-scale Atomic/Molecular Massively Parallel Simulator - 29 Sep 2021 - "
                     "Update 2\n\nInstalled packages:\n\nPLUGIN MOLECULE EXTRA-MOLECULE EXTRA-FIX "
                     "YAFF %s\n\n",
                     more_packages) < 0;
}

void write(const std::string &file, const std::string &text)
{
  std::FILE *out = std::fopen(file.c_str(), "w");
  if (!out || std::fwrite(text.data(), 1, text.size(), out) != text.size() ||
      std::fclose(out) != 0) {
    std::printf("ERROR: cannot write %s\n", file.c_str());
    std::exit(1);
  }
}

/// What the input script says.
struct Input {
  long seed = 1, steps = 0, equilibration = 0, block = 2000;
  double temperature = 300.0, midpoint = 2.0;
  std::string point;
};

Input parse(const std::string &text, const std::map<std::string, std::string> &variables)
{
  Input in;
  std::istringstream lines(text);
  char name[200] = "";
  for (std::string line; std::getline(lines, line);) {
    if (std::sscanf(line.c_str(), "# softmode point %199[^:]: %lf K, seed %ld", name,
                    &in.temperature, &in.seed) == 3)
      in.point = name;
    std::sscanf(line.c_str(), "variable        steps index %ld", &in.steps);
    std::sscanf(line.c_str(), "if \"${begin} >= %ld\" then \"jump SELF production\"",
                &in.equilibration);
    std::sscanf(line.c_str(), "fix states all ave/time %*d %*d %ld", &in.block);
    std::sscanf(line.c_str(), "compute state all carboxylate/state %lf", &in.midpoint);
  }
  if (const auto v = variables.find("steps"); v != variables.end()) in.steps = std::stol(v->second);
  return in;
}

std::string states(const Input &in, std::mt19937 &random)
{
  std::normal_distribution<double> noise;
  std::string text = "# Time-averaged data for fix states\n# TimeStep";
  for (int i = 1; i <= 15; ++i) text += fmt::format(" c_state[{}]", i);
  text += " c_state[20] c_state[21] c_state[22] c_state[23]\n";
  for (long s = in.equilibration + in.block; s <= in.steps; s += in.block) {
    const double loose = 20.0 + 2.0 * noise(random);
    text += fmt::format("{} 96 76 {} 0.2 {}", s, loose, 1.95 + 0.001 * noise(random));
    for (int i = 6; i <= 15; ++i) text += " 1";
    text += " 0 10 0 38\n";
  }
  return text;
}

std::string thermo(const Input &in, std::mt19937 &random)
{
  std::normal_distribution<double> noise;
  std::string text =
      "# Time-averaged data for fix thermodynamics\n# TimeStep c_thermo_temp v_temperature2 "
      "c_thermo_pe c_thermo_press v_conserved v_volume c_temp_metal c_temp_oxygen c_temp_linker\n";
  const double T = in.temperature;
  for (long s = in.equilibration + in.block; s <= in.steps; s += in.block) {
    const double t = T * (1.0 + 0.01 * noise(random));
    text += fmt::format("{} {} {} {} 1 100 1e4 {} {} {}\n", s, t, t * t + 2.0 * T * T / 51.0,
                        10.0 + noise(random), t, t, t);
  }
  return text;
}

std::string histogram(const Input &in)
{
  std::string text = "# Histogrammed data for fix histogram\n# TimeStep Number-of-bins "
                     "Total-counts Missing-counts "
                     "Min-value Max-value\n# Bin Coord Count Count/Total\n";
  for (long s = in.equilibration + in.block; s <= in.steps; s += in.block)
    text += fmt::format("{} 2 100 0 1.6 2.6\n1 1.85 80 0.8\n2 2.35 20 0.2\n", s);
  return text;
}

std::string spectra(std::mt19937 &random)
{
  std::normal_distribution<double> noise;
  constexpr int blocks = 4;
  std::string text = "# segments_per_block=1 1 1 1\nwavenumber_cm-1";
  for (const char *group : {"asymmetric", "symmetric"})
    for (int b = 1; b <= blocks; ++b) text += fmt::format(",{}_{}", group, b);
  text += "\n";
  for (double nu = 1000.0; nu <= 2000.0; nu += 4.0) {
    text += fmt::format("{}", nu);
    for (const double centre : {1600.0, 1380.0})
      for (int b = 0; b < blocks; ++b)
        text +=
            fmt::format(",{:.6g}", std::fabs(std::exp(-0.5 * std::pow((nu - centre) / 12.0, 2)) +
                                             0.001 * noise(random)));
    text += "\n";
  }
  return text;
}

std::string by_state()
{
  std::string text = "# asymmetric_line_slope_cm-1=-7.5\n# asymmetric_line_slope_se_cm-1=0.25\n"
                     "wavenumber_cm-1";
  for (const char *stretch : {"asymmetric", "symmetric"})
    for (const char *state : {"tight", "loose", "mixed", "changing"})
      text += fmt::format(",{}_{}", stretch, state);
  return text + "\n1600,1,2,nan,1,1,2,nan,1\n";
}

const char *kinetics =
    "quantity,value,error,unit\nrate_tight_to_loose,0.001,0.0001,1/fs\nrate_loose_to_tight,0.01,"
    "0.001,1/fs\n";

std::string bonds()
{
  std::string text = "ITEM: TIMESTEP\n0\nITEM: NUMBER OF ENTRIES\n2\nITEM: BOX BOUNDS pp pp pp\n0 "
                     "1\n0 1\n0 1\nITEM: "
                     "ENTRIES index";
  for (int i = 1; i <= 10; ++i) text += fmt::format(" c_state[{}]", i);
  return text + "\n1 1 2 3 1.95 0.1 0 1.95 0.04 0.2 12\n2 4 5 6 1.96 0.1 0 1.96 0.05 0.2 10\n";
}

int run_point(const Input &in)
{
  if (const char *bad = std::getenv("STAND_IN_FAILS"); bad && in.point == bad) {
    std::printf("ERROR: the stand-in was told to fail\n");
    return 1;
  }
  std::mt19937 random(static_cast<unsigned>(in.seed));
  const std::string checkpoint = fmt::format("checkpoint-{}", in.steps);
  const std::string content = fmt::format("state of {} at {}\n", in.seed, in.steps);
  write(checkpoint, content);
  write(checkpoint + ".sha256", softmode::sha256(content) + "  -\n");
  write("states.dat", states(in, random));
  write("thermo.dat", thermo(in, random));
  write("r-histogram.dat", histogram(in));
  const std::string blocks = spectra(random);
  write("spectra-blocks.csv", blocks);
  write("spectra.csv", blocks);
  write("autocorrelation.csv", "time_fs,value\n0,1\n");
  write("spectra-by-state.csv", by_state());
  write("kinetics.csv", kinetics);
  write("survival.csv", "lag_fs,continuous_tight\n0,1\n");
  write("bonds.dump", bonds());
  write("log.lammps", "Step Temp PotEng TotEng Press\nSOFTMODE POINT COMPLETE\n");
  return 0;
}

std::string of_environment(const char *name, const char *otherwise)
{
  const char *value = std::getenv(name);
  return value ? value : otherwise;
}

int measure_speed(bool omp)
{
  const std::string energy = omp ? of_environment("STAND_IN_OMP_ENERGY", "10") : "10";
  const double factor = omp ? std::stod(of_environment("STAND_IN_OMP_SPEED", "1")) : 1.0;
  write("log.lammps", fmt::format("Step Temp PotEng TotEng Press\n0 300 {} 20 1\nLoop time of 2 on "
                                  "1 procs for {:.0f} steps with 18 atoms\n",
                                  energy, 200000.0 * factor));
  write("speed.restart-20", std::string(1000, 'x'));
  write("speed.restart-220", std::string(1200, 'x'));
  return 0;
}

}    // namespace

// STAND_IN_FAILS=<point>: this point fails. STAND_IN_HANGS=1: the OPENMP package never comes to an end.
// STAND_IN_OMP_ENERGY=<number>: there is an OPENMP package, with this energy, STAND_IN_OMP_SPEED times as fast as plain styles.
int main(int argc, char **argv)
{
  const bool hangs = std::getenv("STAND_IN_HANGS") != nullptr,
             has_omp = hangs || std::getenv("STAND_IN_OMP_ENERGY") != nullptr;
  bool omp = false;
  std::map<std::string, std::string> variables;
  std::string input;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "-h") == 0) return print_help(has_omp ? "OPENMP" : "");
    if (std::strcmp(argv[i], "-suffix") == 0) omp = true;
    if (hangs && omp) return ::pause();
    if (std::strcmp(argv[i], "-in") == 0 && i + 1 < argc) input = argv[i + 1];
    if (std::strcmp(argv[i], "-var") == 0 && i + 2 < argc) variables[argv[i + 1]] = argv[i + 2];
  }
  if (input.empty()) return 1;
  const std::string text = read_file(input);
  if (text.find("styles $(is_available") != std::string::npos)
    return std::puts("styles 1 1 1 end") < 0;
  if (text.find("speed.restart") != std::string::npos) return measure_speed(omp);
  return run_point(parse(text, variables));
}
