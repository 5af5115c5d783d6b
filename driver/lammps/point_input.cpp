// SPDX-License-Identifier: BSD-3-Clause
#include "lammps/point_input.h"

#include "lammps/system_files.h"
#include "support/error.h"

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr double equilibration_damping_fs =
    200.0;                                 // Langevin: couples every mode, whatever follows
constexpr double hottest_factor = 5.0;     // of the target; an exploding system passes it at once
constexpr double histogram_bin = 0.005;    // A

// Random forces push the centre of mass; the drift is taken out as a whole after each step, which leaves
// every species at T. Langevin's own "zero yes" instead takes the same force from every atom, and that
// heats light atoms by (mean mass) / (mass x number of atoms).
std::string langevin(double T, double damping_fs, int seed)
{
  return fmt::format("fix motion all nve\nfix bath all langevin {0} {0} {1} {2}\n"
                     "fix drift all momentum 1 linear 1 1 1\n",
                     T, damping_fs, seed);
}

std::string production_thermostat(const Thermostat &t, double T, int seed)
{
  if (t.style == "csvr")
    return fmt::format("fix motion all nve\nfix bath all temp/csvr {0} {0} {1} {2}\n", T,
                       t.damping_fs, seed);
  if (t.style == "langevin") return langevin(T, t.damping_fs, seed);
  if (t.style == "nose-hoover")
    return fmt::format("fix motion all nvt temp {0} {0} {1}\n", T, t.damping_fs);
  return "fix motion all nve\n";
}

// contacts of ions are bonds by distance: "distance 3.2 3.6 1,4"
std::string bonds_by_distance(const System &system, const StateDefinition &state)
{
  if (system.ionic_types.empty()) return "";
  std::string text =
      fmt::format(" distance {} {}", state.bond_below->value, state.broken_above->value);
  for (const int type : system.ionic_types)
    text += fmt::format("{}{}", type == system.ionic_types.front() ? ' ' : ',', type + 1);
  return text;
}

std::string sampling(const Campaign &c, const System &system, const StateDefinition &state)
{
  const int per_block = c.block_steps / c.state_every;
  const double low = state.midpoint.value - 0.4,
               high = std::max(state.midpoint.value + 0.6,
                               state.broken_above ? state.broken_above->value : 0.0);
  std::string text =
      fmt::format("compute state all carboxylate/state {} {} hysteresis {} {} every {}{}\n",
                  state.midpoint.value, state.width.value, state.tight_below.value,
                  state.loose_above.value, c.state_every, bonds_by_distance(system, state));
  text += fmt::format("fix states all ave/time {} {} {} c_state[*15] file {}\n", c.state_every,
                      per_block, c.block_steps, point_file::states);
  text += fmt::format("fix histogram all ave/histo {} {} {} {:.4f} {:.4f} {} c_state[4] mode "
                      "vector kind local file {}\n",
                      c.state_every, per_block, c.block_steps, low, high,
                      static_cast<int>(std::lround((high - low) / histogram_bin)),
                      point_file::histogram);
  text += fmt::format(
      "fix thermodynamics all ave/time {} {} {} c_thermo_temp c_thermo_pe c_thermo_press file {}\n",
      c.state_every, per_block, c.block_steps, point_file::thermo);
  text += fmt::format("fix spectrum all carboxylate/spectrum {} resolution {} flux {} range 0 4000 "
                      "file {} blocks {} acf {}\n",
                      c.spectrum_every, c.resolution_cm, system.has_charges ? "yes" : "no",
                      point_file::spectra, point_file::spectra_blocks, point_file::autocorrelation);
  return text;
}

}    // namespace

int total_steps(const Campaign &c)
{
  return c.equilibration_steps + c.production_steps;
}

std::string point_input(const Campaign &c, const Point &point, const System &system,
                        const Potential &potential)
{
  if (!potential.state)
    fail(ExitCode::parameters,
         "{}: no 'state', which defines tight and loose bonds; a campaign needs it (softmode build "
         "does not)",
         potential.file.string());
  const double T = point.temperature_K;
  std::string s = fmt::format("# softmode point {}: {:.2f} K, seed {}\n# run it by hand in this "
                              "folder with: lmp -in {}\n\n",
                              point.id, T, point.seed, point_file::input);
  s += fmt::format("include {}\nplugin load ${{plugin}}\n", point_file::host);
  // LAMMPS goes on with exit code 0 when a plugin does not load
  s += "if \"$(is_available(fix,carboxylate/spectrum)) == 0\" then \"print 'ERROR: "
       "softmodeplugin.so did not load'\" \"quit 13\"\n\n";
  s += style_commands(system);
  s += fmt::format("read_data       {}\ninclude         {}\n", point_file::data,
                   point_file::potential);
  s += "neighbor        1.0 bin\nneigh_modify    every 1 delay 0 check yes\n\n";
  s += fmt::format("thermo          {}\nthermo_style    custom step temp pe etotal press\n"
                   "thermo_modify   flush yes lost error\n\n",
                   c.block_steps / 2);

  s += "# relax in the cell of the crystal, then equilibrate\nminimize        0 1e-4 2000 "
       "20000\nreset_timestep  0\n";
  s += fmt::format(
      "timestep        {}\nvelocity        all create {:.6f} {} mom yes rot no dist gaussian\n",
      c.timestep_fs, 2.0 * T, point.seed);
  // also stops at NaN, which fails every comparison
  s += fmt::format("variable        sane equal \"temp < {:.1f}\"\nfix guard all halt 50 v_sane != "
                   "1 error hard message yes\n",
                   hottest_factor * T + 1000.0);
  s += langevin(T, equilibration_damping_fs, point.seed + 1);
  s += fmt::format("run             {}\nunfix           drift\nunfix           bath\n"
                   "unfix           motion\n\n",
                   c.equilibration_steps);

  s += "# production\n" + production_thermostat(c.thermostat, T, point.seed + 2);
  s += sampling(c, system, *potential.state);
  s += fmt::format("run             {}\n\n", c.production_steps);
  s += fmt::format("write_dump      all local {} index", point_file::bonds_raw);
  for (int column = 1; column <= 10; ++column) s += fmt::format(" c_state[{}]", column);
  s += "\n";
  s += fmt::format("write_restart   {}\nprint           \"{}\"\n", point_file::restart,
                   completion_mark);
  return s;
}

}    // namespace softmode
