// SPDX-License-Identifier: BSD-3-Clause
#include "lammps/point_input.h"

#include "lammps/system_files.h"
#include "support/error.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace softmode {

namespace {

constexpr double equilibration_damping_fs =
    200.0;                                 // Langevin: couples every mode, whatever follows
constexpr double hottest_factor = 5.0;     // of the target; an exploding system passes it at once
constexpr double histogram_bin = 0.005;    // A

// written leg by leg, joined at the end
constexpr const char *joined[] = {point_file::states, point_file::histogram, point_file::thermo};

// Random forces push the centre of mass; the drift is taken out as a whole after each step, which leaves
// every species at T. Langevin's own "zero yes" instead takes the same force from every atom, and that
// heats light atoms by (mean mass) / (mass x number of atoms).
std::string langevin(double T, double damping_fs, const std::string &seed)
{
  return fmt::format("fix motion all nve\nfix bath all langevin {0} {0} {1} {2}\n"
                     "fix drift all momentum 1 linear 1 1 1\n",
                     T, damping_fs, seed);
}

std::string production_thermostat(const Thermostat &t, double T, const std::string &seed)
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

/// The file that one leg writes: "states.dat" -> "states.dat.0000084000", named by the step at which the leg begins.
std::string of_leg(const char *file)
{
  return fmt::format("{}.$(v_begin:%010.0f)", file);
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
                      per_block, c.block_steps, of_leg(point_file::states));
  text += fmt::format("fix histogram all ave/histo {} {} {} {:.4f} {:.4f} {} c_state[4] mode "
                      "vector kind local file {}\n",
                      c.state_every, per_block, c.block_steps, low, high,
                      static_cast<int>(std::lround((high - low) / histogram_bin)),
                      of_leg(point_file::histogram));
  text += fmt::format(
      "fix thermodynamics all ave/time {} {} {} c_thermo_temp c_thermo_pe c_thermo_press file {}\n",
      c.state_every, per_block, c.block_steps, of_leg(point_file::thermo));
  text += fmt::format("fix spectrum all carboxylate/spectrum {} resolution {} flux {} range 0 4000 "
                      "file {} blocks {} acf {}\n",
                      c.spectrum_every, c.resolution_cm, system.has_charges ? "yes" : "no",
                      point_file::spectra, point_file::spectra_blocks, point_file::autocorrelation);
  return text;
}

std::string checkpoint_name(const std::string &step)
{
  return fmt::format("{}{}", point_file::checkpoint, step);
}

/// Write a checkpoint that is there whole, on disk and with its checksum, or not at all.
std::string checkpoint(const std::string &step)
{
  const std::string part = "checkpoint.part", name = checkpoint_name(step);
  return fmt::format("write_restart   {0}\nshell           sync {0}\n"
                     "shell           sha256sum < {0} > {1}.sha256\n"
                     "shell           mv {0} {1}\n",
                     part, name);
}

/// A leg ends one checkpoint interval on, or at the end of its phase.
std::string end_of_leg(const Campaign &c, int end_of_phase)
{
  return fmt::format("variable        end equal "
                     "$(round((v_begin+{0}<{1})*(v_begin+{0})+(v_begin+{0}>={1})*{1}))\n",
                     c.checkpoint_steps, end_of_phase);
}

/// Settings that `clear` forgets and a restart file does not hold.
std::string settings(const Campaign &c)
{
  return fmt::format("neighbor        1.0 bin\nneigh_modify    every 1 delay 0 check yes\n"
                     "timestep        {}\nthermo          {}\n"
                     "thermo_style    custom step temp pe etotal press\n"
                     "thermo_modify   flush yes lost error\n",
                     c.timestep_fs, c.block_steps / 2);
}

/// From the crystal to the first checkpoint.
std::string build(const Campaign &c, const Point &point, const System &system)
{
  std::string s = "# build, and relax in the cell of the crystal\n" + frame_commands() +
                  force_style_commands(system);
  s += fmt::format("read_data       {}\ninclude         {}\n", point_file::data,
                   point_file::potential);
  s += settings(c);
  s += "minimize        0 1e-4 2000 20000\nreset_timestep  0\n";
  s += fmt::format("velocity        all create {:.6f} {} mom yes rot no dist gaussian\n",
                   2.0 * point.temperature_K, point.seed);
  return s + "variable        end equal 0\n" + checkpoint("${end}");
}

/// One leg: from a checkpoint to the next. It begins by reading the file, even if the process that wrote it goes on, so that what
/// happens does not depend on where a run was interrupted.
std::string leg(const Campaign &c, const Point &point, const System &system,
                const Potential &potential)
{
  const double T = point.temperature_K;
  const int equilibration = c.equilibration_steps, all = total_steps(c);
  std::string s =
      fmt::format("label           leg\nclear\nplugin load ${{plugin}}\nread_restart    {}\n",
                  checkpoint_name("${from}"));
  s += force_style_commands(system);
  s += fmt::format("include         {}\n", point_file::potential) + settings(c);
  s += "variable        begin equal $(step)\n";
  s += fmt::format("if \"${{begin}} >= {}\" then \"jump SELF finish\"\n", all);
  // the state of random numbers is in no restart file: each leg has its own, whichever process runs it
  s += fmt::format("variable        seed equal $(1+({}+7919*v_begin/{})%899999999)\n", point.seed,
                   c.block_steps);
  // also stops at NaN, which fails every comparison
  s += fmt::format("variable        sane equal \"temp < {:.1f}\"\nfix guard all halt 50 v_sane != "
                   "1 error hard message yes\n",
                   hottest_factor * T + 1000.0);
  s += fmt::format("if \"${{begin}} >= {}\" then \"jump SELF production\"\n\n", equilibration);

  s += "# equilibration\n" + langevin(T, equilibration_damping_fs, "$(v_seed:%.0f)");
  s += end_of_leg(c, equilibration) + "jump            SELF run\n\n";

  s += "label           production\n" + production_thermostat(c.thermostat, T, "$(v_seed:%.0f)");
  s += sampling(c, system, *potential.state) + end_of_leg(c, all) + "\n";

  s += "label           run\nrun             ${end} upto\n";
  s += fmt::format("if \"${{end}} == {}\" then \"write_dump all local {} index", all,
                   point_file::bonds_raw);
  for (int column = 1; column <= 10; ++column) s += fmt::format(" c_state[{}]", column);
  s += "\"\n" + checkpoint("${end}");
  s += fmt::format("shell           rm -f {0} {0}.sha256\n", checkpoint_name("${previous}"));
  s += "variable        previous delete\nvariable        previous string ${from}\n";
  s += "variable        from delete\nvariable        from string ${end}\n";
  return s + fmt::format("if \"${{end}} < {}\" then \"jump SELF leg\"\n\n", all);
}

}    // namespace

bool is_of_leg(const std::string &file_name)
{
  return std::any_of(std::begin(joined), std::end(joined), [&](const char *file) {
    return file_name.rfind(std::string(file) + ".0", 0) == 0;
  });
}

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
  std::string s = fmt::format(
      "# softmode point {0}: {1:.2f} K, seed {2}\n"
      "# run it by hand in this folder with: lmp -in {3}\n"
      "# or go on from the newest {4}<step> with: lmp -in {3} -var from <step>\n\n",
      point.id, point.temperature_K, point.seed, point_file::input, point_file::checkpoint);
  s += "variable        from index -1\nvariable        previous index none\n";
  s += fmt::format("if \"${{from}} >= 0\" then \"log {0} append\" else \"log {0}\"\n",
                   point_file::log);
  s += fmt::format("include         {}\nplugin load ${{plugin}}\n", point_file::host);
  // LAMMPS goes on with exit code 0 when a plugin does not load
  s += "if \"$(is_available(fix,carboxylate/spectrum)) == 0\" then \"print 'ERROR: "
       "softmodeplugin.so did not load'\" \"quit 13\"\n";
  s += "if \"${from} >= 0\" then \"jump SELF leg\"\n\n";
  s += build(c, point, system);
  s += "variable        from delete\nvariable        from string ${end}\n\n";
  s += leg(c, point, system, potential);
  s += "label           finish\n";    // what the legs wrote, in one file each
  for (const char *file : joined) s += fmt::format("shell           cat {0}.0* > {0}\n", file);
  return s + fmt::format("print           \"{}\"\n", completion_mark);
}

}    // namespace softmode
