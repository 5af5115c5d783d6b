// SPDX-License-Identifier: BSD-3-Clause
#include "lammps/point_input.h"

#include "lammps/plugin_link.h"

#include "lammps/system_files.h"
#include "structure/bonds.h"
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
  return fmt::format("fix bath all langevin {0} {0} {1} {2}\n"
                     "fix drift all momentum 1 linear 1 1 1\n",
                     T, damping_fs, seed);
}

// Random numbers with the spectrum of the quantum oscillator (H. Dammak et al., Phys. Rev. Lett. 2009, 103, 190601,
// doi:10.1103/PhysRevLett.103.190601) up to 6,671 cm-1, above all vibrations; they push the centre of mass too.
std::string quantum_bath(double T, double damping_fs, const std::string &seed)
{
  return fmt::format("fix bath all qtb temp {} damp {} seed {} f_max 0.2 N_f 100\n"
                     "fix drift all momentum 1 linear 1 1 1\n",
                     T, damping_fs, seed);
}

std::string barostat(const Campaign &c, const System &system)
{
  const bool tilted = !system.crystal.cell.isDiagonal(1e-9);
  const char *shape = c.barostat->isotropic ? "iso" : tilted ? "tri" : "aniso";
  return fmt::format("{0} {1} {1} {2}", shape, c.barostat->pressure_atm, c.barostat->damping_fs);
}

/// How atoms move, without a thermostat of their own.
std::string motion(const Campaign &c, const System &system)
{
  return c.barostat ? "fix motion all nph " + barostat(c, system) + "\n" : "fix motion all nve\n";
}

std::string equilibration_motion(const Campaign &c, const System &system, double T,
                                 const std::string &seed)
{
  if (c.thermostat.style == "qtb")    // the zero-point motion has to come in too
    return motion(c, system) + quantum_bath(T, c.thermostat.damping_fs, seed);
  return motion(c, system) + langevin(T, equilibration_damping_fs, seed);
}

std::string production_motion(const Campaign &c, const System &system, double T,
                              const std::string &seed)
{
  const Thermostat &t = c.thermostat;
  if (t.style == "nose-hoover")
    return fmt::format("fix motion all {0} temp {1} {1} {2}{3}\n", c.barostat ? "npt" : "nvt", T,
                       t.damping_fs, c.barostat ? " " + barostat(c, system) : "");
  std::string text = motion(c, system);
  if (t.style == "csvr")
    text += fmt::format("fix bath all temp/csvr {0} {0} {1} {2}\n", T, t.damping_fs, seed);
  if (t.style == "langevin") text += langevin(T, t.damping_fs, seed);
  if (t.style == "qtb") text += quantum_bath(T, t.damping_fs, seed);
  return text;
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

std::string thermodynamics(const Campaign &c, const System &system, int per_block)
{
  using namespace thermo_column;
  std::string text = "variable temperature2 equal c_thermo_temp^2\nvariable conserved equal "
                     "econserve\nvariable volume equal vol\n";
  std::string columns = fmt::format("{} {} {} {} {} {}", temperature, temperature_squared,
                                    potential_energy, pressure, conserved, volume);
  for (const AtomGroup &g : groups_of(system)) {
    text += fmt::format("group {0} type {1}\ncompute temp_{0} {0} temp\ncompute_modify temp_{0} "
                        "extra/dof {2:.9f}\n",
                        g.name, fmt::join(g.types, " "),
                        3.0 * static_cast<double>(g.atoms) - degrees_of_freedom(g));
    columns += " c_temp_" + g.name;
  }
  return text +
         fmt::format("fix thermodynamics all ave/time {} {} {} {} format \" %.10g\" file {}\n",
                     c.state_every, per_block, c.block_steps, columns, of_leg(point_file::thermo));
}

std::string state_compute(const std::string &id, const System &system, const StateDefinition &state,
                          int every)
{
  return fmt::format("compute {} all carboxylate/state {} {} hysteresis {} {} every {}{}\n", id,
                     state.midpoint.value, state.width.value, state.tight_below.value,
                     state.loose_above.value, every, bonds_by_distance(system, state));
}

/// Spectra and kinetics by the states of the bonds, which they want as often as the velocities.
std::string motion_by_state(const Campaign &c, const System &system, const StateDefinition &state)
{
  std::string text = state_compute("motion_state", system, state, c.spectrum_every);
  text += fmt::format("fix kinetics all carboxylate/kinetics {} motion_state file {} survival {}\n",
                      c.spectrum_every, point_file::kinetics, point_file::survival);
  return text +
         fmt::format("fix spectrum all carboxylate/spectrum {} resolution {} flux {} range 0 4000 "
                     "file {} blocks {} acf {} states motion_state {} bands {} {} {} {}\n",
                     c.spectrum_every, c.resolution_cm, system.has_charges ? "yes" : "no",
                     point_file::spectra, point_file::spectra_blocks, point_file::autocorrelation,
                     point_file::by_state, c.asymmetric_range.low, c.asymmetric_range.high,
                     c.symmetric_range.low, c.symmetric_range.high);
}

std::string sampling(const Campaign &c, const System &system, const StateDefinition &state)
{
  const int per_block = c.block_steps / c.state_every;
  const double low = state.midpoint.value - 0.4,
               high = std::max(state.midpoint.value + 0.6,
                               state.broken_above ? state.broken_above->value : 0.0);
  std::string text = state_compute("state", system, state, c.state_every);
  text += fmt::format("fix states all ave/time {} {} {} c_state[*15] c_state[20*23] file {}\n",
                      c.state_every, per_block, c.block_steps, of_leg(point_file::states));
  text += fmt::format("fix histogram all ave/histo {} {} {} {:.4f} {:.4f} {} c_state[4] mode "
                      "vector kind local file {}\n",
                      c.state_every, per_block, c.block_steps, low, high,
                      static_cast<int>(std::lround((high - low) / histogram_bin)),
                      of_leg(point_file::histogram));
  return text + thermodynamics(c, system, per_block) + motion_by_state(c, system, state);
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
std::string end_of_leg(const Campaign &c, const std::string &end_of_phase)
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

/// From the end of the point before to the first checkpoint.
std::string take_over(const Campaign &c, const Point &point, const System &system)
{
  return fmt::format("# {} is the end of {}\nread_restart    {}\n", point_file::start, point.parent,
                     point_file::start) +
         force_style_commands(system) + fmt::format("include         {}\n", point_file::potential) +
         settings(c) + "reset_timestep  0\nvariable        end equal 0\n" + checkpoint("${end}");
}

/// From the crystal to the first checkpoint.
std::string build(const Campaign &c, const Point &point, const System &system)
{
  std::string s = fmt::format("# build, and relax {}\n",
                              c.relaxed_cell ? "atoms and cell" : "in the cell of the crystal") +
                  frame_commands() + force_style_commands(system);
  s += fmt::format("read_data       {}\ninclude         {}\n", point_file::data,
                   point_file::potential);
  s += settings(c);
  if (c.relaxed_cell)
    s +=
        fmt::format("fix             relax all box/relax {} 0.0 vmax 0.001\nminimize        0 1e-4 "
                    "2000 20000\nunfix           relax\n",
                    system.crystal.cell.isDiagonal(1e-9) ? "aniso" : "tri");
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
  const int equilibration = c.equilibration_steps;
  std::string s =
      fmt::format("label           leg\nclear\nplugin load ${{plugin}}\nread_restart    {}\n",
                  checkpoint_name("${from}"));
  s += force_style_commands(system);
  s += fmt::format("include         {}\n", point_file::potential) + settings(c);
  s += "variable        begin equal $(step)\n";
  s += fmt::format("if \"${{begin}} >= {}\" then \"jump SELF finish\"\n", "${steps}");
  // the state of random numbers is in no restart file: each leg has its own, whichever process runs it
  s += fmt::format("variable        seed equal $(1+({}+7919*v_begin/{})%899999999)\n", point.seed,
                   c.block_steps);
  // also stops at NaN, which fails every comparison
  s += fmt::format("variable        sane equal \"temp < {:.1f}\"\nfix guard all halt 50 v_sane != "
                   "1 error hard message yes\n",
                   hottest_factor * T + (c.thermostat.style == "qtb" ? 5000.0 : 1000.0));
  s += fmt::format("if \"${{begin}} >= {}\" then \"jump SELF production\"\n\n", equilibration);

  s += "# equilibration\n" + equilibration_motion(c, system, T, "$(v_seed:%.0f)");
  s += end_of_leg(c, std::to_string(equilibration)) + "jump            SELF run\n\n";

  s += "label           production\n" + production_motion(c, system, T, "$(v_seed:%.0f)");
  s += sampling(c, system, *potential.state) + end_of_leg(c, "v_steps") + "\n";

  s += "label           run\nrun             ${end} upto\n";
  s += fmt::format("if \"${{end}} == ${{steps}}\" then \"write_dump all local {} index",
                   point_file::bonds_raw);
  for (int column = 1; column <= 10; ++column) s += fmt::format(" c_state[{}]", column);
  s += "\"\n" + checkpoint("${end}");
  s += fmt::format("shell           rm -f {0} {0}.sha256\n", checkpoint_name("${previous}"));
  s += "variable        previous delete\nvariable        previous string ${from}\n";
  s += "variable        from delete\nvariable        from string ${end}\n";
  return s + "if \"${end} < ${steps}\" then \"jump SELF leg\"\n\n";
}

}    // namespace

std::vector<AtomGroup> groups_of(const System &system)
{
  std::vector<AtomGroup> groups{
      {"metal", {}, 0, 0.0}, {"oxygen", {}, 0, 0.0}, {"linker", {}, 0, 0.0}};
  const auto index_of = [&](const AtomType &t) {
    return is_metal(t.element) ? 0u : t.element == "O" ? 1u : 2u;
  };
  double mass = 0.0;
  for (std::size_t t = 0; t < system.atom_types.size(); ++t)
    groups[index_of(system.atom_types[t])].types.push_back(static_cast<int>(t) + 1);
  for (const int type : system.type_of_atom) {
    const AtomType &t = system.atom_types[static_cast<std::size_t>(type)];
    groups[index_of(t)].atoms += 1;
    groups[index_of(t)].mass_fraction += t.mass;
    mass += t.mass;
  }
  for (AtomGroup &g : groups) g.mass_fraction /= mass;
  groups.erase(
      std::remove_if(groups.begin(), groups.end(), [](const AtomGroup &g) { return g.atoms == 0; }),
      groups.end());
  return groups;
}

double degrees_of_freedom(const AtomGroup &group)
{
  return 3.0 * static_cast<double>(group.atoms) - 3.0 * group.mass_fraction;
}

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
  s += fmt::format("# steps in all\nvariable        steps index {}\n", total_steps(c));
  s += "variable        from index -1\nvariable        previous index none\n";
  s += fmt::format("if \"${{from}} >= 0\" then \"log {0} append\" else \"log {0}\"\n",
                   point_file::log);
  s += fmt::format("include         {}\nplugin load ${{plugin}}\n", point_file::host);
  // LAMMPS goes on with exit code 0 when a plugin does not load
  s += "if \"$(is_available(fix,carboxylate/spectrum)) == 0\" then \"print 'ERROR: "
       "softmodeplugin.so did not load'\" \"quit 13\"\n";
  s += "if \"${from} >= 0\" then \"jump SELF leg\"\n\n";
  s += point.parent.empty() ? build(c, point, system) : take_over(c, point, system);
  s += "variable        from delete\nvariable        from string ${end}\n\n";
  s += leg(c, point, system, potential);
  s += "label           finish\n";    // what the legs wrote, in one file each
  for (const char *file : joined) s += fmt::format("shell           cat {0}.0* > {0}\n", file);
  return s + fmt::format("print           \"{}\"\n", completion_mark);
}

std::string host_commands(const std::filesystem::path &plugin)
{
  return fmt::format("# paths of this machine\nvariable plugin index \"{}\"\n",
                     plugin_name(plugin));
}

std::string speed_input(const Campaign &c, const Point &point, const System &system,
                        const Potential &potential, const std::string &plugin,
                        const std::string &restart)
{
  std::string s =
      fmt::format("plugin load \"{}\"\n", plugin) + frame_commands() + force_style_commands(system);
  s += fmt::format("read_data       {}\ninclude         {}\n", point_file::data,
                   point_file::potential) +
       settings(c);
  s += "run             0\n";    // its energy tells whether another package computes the same
  // the minimiser of some packages goes on for ever with NaN, which fails every comparison
  s += "variable        finite equal \"pe < 1e100\"\nif \"${finite} == 0\" then \"quit 1\"\n";
  s += "minimize        0 1e-4 2000 20000\nreset_timestep  0\n";
  s += fmt::format("velocity        all create {:.6f} {} mom yes rot no dist gaussian\n",
                   2.0 * point.temperature_K, point.seed);
  s += "variable        begin equal 0\n" +
       production_motion(c, system, point.temperature_K, std::to_string(point.seed)) +
       sampling(c, system, *potential.state);
  // block ends cost more than other steps, so that whole blocks are timed
  // the restart file at two fixed steps: its size shall not depend on how busy the machine is
  return s + fmt::format("run             {0}\nwrite_restart   {2}-{0}\n"
                         "run             {1} upto\nwrite_restart   {2}-{1}\n"
                         "timer           timeout 0:00:02 every 20\nrun             100000000\n",
                         speed_restart_steps[0], speed_restart_steps[1], restart);
}

}    // namespace softmode
