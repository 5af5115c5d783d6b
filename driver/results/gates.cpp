// SPDX-License-Identifier: BSD-3-Clause
#include "results/gates.h"

#include "softmode/analysis/statistics.h"
#include "softmode/definitions/constants.h"
#include "support/error.h"

#include <cmath>

namespace softmode {

namespace {

constexpr double temperature_tolerance = 0.02, variance_low = 0.8, variance_high = 1.25,
                 equipartition_tolerance = 0.05, energy_tolerance = 0.02,
                 pressure_tolerance_atm = 100.0;

/// Five standard errors, and more where they come from few blocks and are uncertain themselves: close to the quantile of
/// Student's t with n - 1 degrees of freedom that is as rare as five standard deviations (11.7 for 10 blocks, 7.2 for 20).
double errors_allowed(std::size_t blocks)
{
  return 5.0 * (1.0 + 10.0 / static_cast<double>(blocks));
}

class Gates {
 public:
  Gates(const Table &thermo_, const GateConditions &conditions) :
      thermo(thermo_), c(conditions), dof(3.0 * static_cast<double>(c.atoms) - 3.0),
      errors(errors_allowed(thermo.rows())),
      energy_allowed(energy_tolerance * 1.5 * gas_constant_J_mol_K * 1e-3 /
                     kilojoule_per_kilocalorie * c.temperature_K)
  {
  }

  std::vector<Gate> all()
  {
    temperature();
    variance();
    for (const AtomGroup &g : c.groups) equipartition(g);
    conserved_energy();
    potential_energy();
    pressure();
    return std::move(gates);
  }

 private:
  bool quantum() const { return c.thermostat == "qtb"; }
  bool nve() const { return c.thermostat == "none"; }

  void add(const std::string &name, const std::string &unit, double value, double low, double high)
  {
    gates.push_back({name, unit, value, low, high});
  }
  void skip(const std::string &name, const std::string &reason)
  {
    gates.push_back({name, "", 0.0, 0.0, 0.0, false, reason});
  }

  void temperature()
  {
    if (quantum()) return skip("temperature", "a quantum thermal bath adds zero-point motion");
    const Estimate T = correlated_mean(thermo.column(thermo_column::temperature));
    const double spread = nve() ? std::sqrt(2.0 / dof) * c.temperature_K : 0.0;
    const double allowed =
        temperature_tolerance * c.temperature_K + errors * std::hypot(T.error, spread);
    add("temperature", "K", T.value, c.temperature_K - allowed, c.temperature_K + allowed);
  }

  void variance()
  {
    if (quantum() || nve()) return skip("temperature variance", "the ensemble is not canonical");
    const auto &T = thermo.column(thermo_column::temperature),
               &squares = thermo.column(thermo_column::temperature_squared);
    const Estimate own = correlated_mean(T);
    const double mean = own.value;
    std::vector<double> linear(T.size());    // <T^2> - <T>^2 to first order in the means
    for (std::size_t i = 0; i < T.size(); ++i) linear[i] = squares[i] - 2.0 * mean * T[i];
    const Estimate e = correlated_mean(linear);
    const double canonical = 2.0 * c.temperature_K * c.temperature_K / dof;
    const double error = errors * e.error / canonical;
    // fluctuations about the mean of the sample are too small by the variance of that mean
    const double variance = e.value + mean * mean + own.error * own.error;
    add("temperature variance", "of the canonical one", variance / canonical, variance_low - error,
        variance_high + error);
  }

  void equipartition(const AtomGroup &g)
  {
    const std::string name = "equipartition, " + g.name;
    if (quantum()) return skip(name, "zero-point motion differs from mode to mode");
    const double mean = correlated_mean(thermo.column(thermo_column::temperature)).value;
    const Estimate own = correlated_mean(thermo.column("c_temp_" + g.name));
    const double allowed = equipartition_tolerance + errors * own.error / mean;
    add(name, "of the mean", own.value / mean, 1.0 - allowed, 1.0 + allowed);
  }

  /// A bath's tally begins anew with each leg, so drifts are taken within legs.
  void conserved_energy()
  {
    const char *name = "drift of the conserved energy";
    if (quantum() || c.thermostat == "langevin")
      return skip(name, "no energy is conserved with random forces");
    const auto &steps = thermo.column("TimeStep"),
               &energy = thermo.column(thermo_column::conserved);
    std::vector<double> slopes;    // per step
    std::size_t first = 0;
    const auto leg = [&](std::size_t i) {
      return (static_cast<long>(steps[i]) - 1 - c.first_step) / c.leg_steps;
    };
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const bool last_of_leg = i + 1 == steps.size() || leg(i + 1) != leg(i);
      if (last_of_leg && i > first)
        slopes.push_back((energy[i] - energy[first]) / (steps[i] - steps[first]));
      if (last_of_leg) first = i + 1;
    }
    if (slopes.empty())
      return skip(name, "each checkpoint interval holds only one block; a longer one would do");
    double mean = 0.0, squares = 0.0;
    for (const double s : slopes) mean += s / static_cast<double>(slopes.size());
    for (const double s : slopes) squares += (s - mean) * (s - mean);
    const double n = static_cast<double>(slopes.size());
    const double error = n > 1.0 ? std::sqrt(squares / (n - 1.0) / n) : 0.0;
    const double per_atom =
        (steps.back() - static_cast<double>(c.first_step)) / static_cast<double>(c.atoms);
    const double allowed = energy_allowed + errors * error * per_atom;
    add(name, "kcal/mol per atom", mean * per_atom, -allowed, allowed);
  }

  /// Of the second half less the first, by a straight line; errors from what is left beside it, since a drift would
  /// else pass for slow noise.
  void potential_energy()
  {
    const char *name = "change of the potential energy";
    const auto &energy = thermo.column(thermo_column::potential_energy);
    if (energy.size() < 8) return skip(name, "fewer than 8 blocks");
    const double n = static_cast<double>(energy.size()), middle = 0.5 * (n - 1.0);
    const double mean = correlated_mean(energy).value;
    double slope = 0.0;    // per block
    for (std::size_t i = 0; i < energy.size(); ++i)
      slope += (static_cast<double>(i) - middle) * (energy[i] - mean) * 12.0 / (n * (n * n - 1.0));
    std::vector<double> left = energy;
    for (std::size_t i = 0; i < left.size(); ++i)
      left[i] -= slope * (static_cast<double>(i) - middle);
    const double atoms = static_cast<double>(c.atoms);
    // the slope of a line has sqrt(12) times the error of a mean, over its length; half of that length counts
    const double error = 0.5 * std::sqrt(12.0) * correlated_mean(left).error;
    const double allowed = energy_allowed + errors * error / atoms;
    add(name, "kcal/mol per atom", 0.5 * slope * n / atoms, -allowed, allowed);
  }

  void pressure()
  {
    if (!c.pressure_atm) return skip("pressure", "the cell is fixed");
    const Estimate p = correlated_mean(thermo.column(thermo_column::pressure));
    const double allowed = pressure_tolerance_atm + errors * p.error;
    add("pressure", "atm", p.value, *c.pressure_atm - allowed, *c.pressure_atm + allowed);
  }

  const Table &thermo;
  const GateConditions &c;
  double dof, errors, energy_allowed;
  std::vector<Gate> gates;
};

}    // namespace

std::vector<Gate> check_gates(const Table &thermo, const GateConditions &conditions)
{
  return Gates(thermo, conditions).all();
}

namespace {

/// What was measured, as the subject of a sentence.
std::string subject_of(const Gate &g)
{
  const std::string group = "equipartition, ";
  if (g.name == "temperature variance") return "variance of the temperature";
  if (g.name.rfind(group, 0) == 0)
    return "temperature of the group '" + g.name.substr(group.size()) + "'";
  return g.name;
}

/// "of the mean" becomes "times the mean".
std::string unit_in_words(const std::string &unit)
{
  const std::string of = "of the ";
  return unit.rfind(of, 0) == 0 ? "times the " + unit.substr(of.size()) : unit;
}

}    // namespace

std::string failures_in_words(const std::vector<Gate> &gates)
{
  std::string text;
  for (const Gate &g : gates)
    if (!g.passed())
      text += fmt::format("{}The {} is {:.4g} {}. Allowed is {:.4g} to {:.4g}.",
                          text.empty() ? "" : " ", subject_of(g), g.value, unit_in_words(g.unit),
                          g.low, g.high);
  return text;
}

}    // namespace softmode
