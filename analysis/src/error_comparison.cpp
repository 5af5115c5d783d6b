// SPDX-License-Identifier: BSD-3-Clause
#include "error_comparison.h"

#include "softmode/analysis/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double NaN = std::numeric_limits<double>::quiet_NaN();
constexpr double R = gas_constant_J_mol_K;
constexpr double z_95 = 1.959963984540054;

std::string named(const char *format, double temperature_K)
{
  char text[64];
  std::snprintf(text, sizeof text, format, temperature_K);
  return text;
}

/// dS as a function of dH, dCp and a number that takes its place, and its derivatives with respect to them all.
struct Entropy {
  double value;
  VectorXd gradient;    // in the order of dH, dS[, dCp]; that of the number in the place of dS
};
using EntropyOf = std::function<std::optional<Entropy>(const VectorXd &states)>;

/// The number is ln K at a temperature.
EntropyOf entropy_of_log_K(double T, bool heat_capacity, double T0)
{
  const VectorXd g = log_K_gradient(T, heat_capacity, T0);
  return [g](const VectorXd &q) -> std::optional<Entropy> {
    Entropy s{q[1] / g[1], VectorXd::Constant(q.size(), 1.0 / g[1])};
    for (Index i = 0; i < q.size(); ++i) {
      if (i == 1) continue;
      s.value -= g[i] / g[1] * q[i];
      s.gradient[i] = -g[i] / g[1];
    }
    return s;
  };
}

/// The number is a temperature, that of ln K = 0.
EntropyOf entropy_of_equal(bool heat_capacity, double T0)
{
  return [heat_capacity, T0](const VectorXd &q) -> std::optional<Entropy> {
    const double T = q[1];
    if (!(T > 0.0)) return std::nullopt;
    const VectorXd g = log_K_gradient(T, heat_capacity, T0);
    Thermodynamics t{q, {}, T0};
    t.parameters[1] = 0.0;
    Entropy s{0.0, -g / g[1]};
    s.value = s.gradient[0] * q[0] + (heat_capacity ? s.gradient[2] * q[2] : 0.0);
    s.gradient[1] = -t.log_K_slope(T) / g[1];
    return s;
  };
}

struct Replaced {
  LeastSquaresProblem problem;
  NonlinearFit fit;
};

/// The fit with another number in the place of dS; its minimum is the same.
Replaced replace_entropy(const ProfiledFit &profiled, double number, const EntropyOf &entropy)
{
  const Index first = profiled.first, place = first + 1;
  const Index states = profiled.external.rows();
  Replaced r{profiled.problem, profiled.fit};
  r.fit.parameters[place] = number;
  const auto at_minimum = entropy(r.fit.parameters.segment(first, states));
  if (!at_minimum) throw AnalysisError("profile: the quantity has no value at the minimum");
  // rows of d(new)/d(old): the number changes by (change of dS - that the others make of it) / its own derivative
  MatrixXd change = MatrixXd::Identity(r.fit.parameters.size(), r.fit.parameters.size());
  for (Index i = 0; i < states; ++i)
    change(place, first + i) = (i == 1 ? 1.0 : -at_minimum->gradient[i]) / at_minimum->gradient[1];
  const MatrixXd &c = profiled.fit.covariance;
  r.fit.covariance =
      change * c.array().isNaN().select(MatrixXd::Zero(c.rows(), c.cols()), c) * change.transpose();
  r.problem.start = r.fit.parameters;
  if (r.problem.lower.size()) r.problem.lower[place] = -INFINITY;
  if (r.problem.upper.size()) r.problem.upper[place] = INFINITY;
  const LeastSquaresProblem &inner = profiled.problem;
  r.problem.evaluate = [&inner, entropy, first, place, states](const VectorXd &q, VectorXd &res,
                                                               MatrixXd *jacobian) {
    const auto s = entropy(q.segment(first, states));
    if (!s || !std::isfinite(s->value)) return false;
    VectorXd p = q;
    p[place] = s->value;
    if (!inner.evaluate(p, res, jacobian)) return false;
    if (!jacobian) return true;
    const VectorXd of_entropy = jacobian->col(place);
    jacobian->col(place) *= s->gradient[1];
    for (Index i = 0; i < states; ++i)
      if (i != 1) jacobian->col(first + i) += s->gradient[i] * of_entropy;
    return true;
  };
  return r;
}

/// Adds an independent normal error to both ends, in quadrature.
ProfileInterval widened(ProfileInterval p, double middle, double error)
{
  const auto wider = [&](double end) {
    return middle + std::copysign(std::hypot(end - middle, z_95 * error), end - middle);
  };
  if (p.low) p.low = wider(*p.low);
  if (p.high) p.high = wider(*p.high);
  p.error = p.low && p.high ? 0.5 * (*p.high - *p.low) / z_95 : NaN;
  return p;
}

double error_along(const MatrixXd &covariance, const VectorXd &gradient)
{
  return std::sqrt(std::max(0.0, gradient.dot(covariance * gradient)));
}

/// Of the finite numbers; none if more than one in twenty is not.
void add_bootstrap(ErrorComparison &c, const std::vector<double> &values, double enlarged)
{
  std::vector<VectorXd> finite;
  for (const double v : values)
    if (std::isfinite(v)) finite.push_back(VectorXd::Constant(1, v));
  c.bootstrap_error = NaN;
  if (finite.size() >= 2 && 20 * finite.size() >= 19 * values.size()) {
    const Bootstrap b = summarise_samples(finite, 0, enlarged);
    c.bootstrap_error = b.error[0];
    c.bootstrap_interval = b.interval[0];
  }
  c.differ = errors_differ(c);
}

class Comparison {
 public:
  Comparison(const Thermodynamics &thermodynamics, const ProfiledFit &p, const Samples &samples,
             double factor) :
      t(thermodynamics),
      profiled(p), enlarged(factor)
  {
    for (const VectorXd &parameters : samples.found)
      drawn.push_back({parameters, {}, t.reference_K});
  }

  ErrorComparison parameter(Index i, const char *name) const
  {
    ErrorComparison c;
    c.name = name;
    c.covariance = {t.parameters[i], std::sqrt(t.covariance(i, i))};
    const Index place = profiled.first + i;
    c.profile =
        widened(profile_interval(profiled.problem, profiled.fit, place, profiled.scaling),
                profiled.fit.parameters[place], std::sqrt(std::max(0.0, profiled.external(i, i))));
    std::vector<double> values;
    for (const Thermodynamics &d : drawn) values.push_back(d.parameters[i]);
    add_bootstrap(c, values, enlarged);
    return c;
  }

  std::optional<ErrorComparison> equal_populations() const
  {
    const auto value = t.equal_populations_K();
    const auto minimum = at_minimum().equal_populations_K();
    if (!value || !minimum) return std::nullopt;
    ErrorComparison c;
    c.name = "equal populations (K)";
    c.covariance = *value;
    const double T = minimum->value;
    const double external =
        error_along(profiled.external, log_K_gradient(T, t.heat_capacity(), t.reference_K)) /
        std::fabs(at_minimum().log_K_slope(T));
    c.profile = profile(T, entropy_of_equal(t.heat_capacity(), t.reference_K), external);
    std::vector<double> values;
    for (const Thermodynamics &d : drawn) values.push_back(equal_of(d));
    add_bootstrap(c, values, enlarged);
    return c;
  }

  ThermodynamicErrors::At at(double T) const
  {
    if (!(T > 0.0)) throw AnalysisError("errors: temperatures must be positive");
    const VectorXd g = log_K_gradient(T, t.heat_capacity(), t.reference_K);
    const ProfileInterval log_K = profile(at_minimum().parameters.dot(g),
                                          entropy_of_log_K(T, t.heat_capacity(), t.reference_K),
                                          error_along(profiled.external, g));
    ThermodynamicErrors::At result{T, {}, {}};
    ErrorComparison &G = result.free_energy_kJ_mol, &p = result.loose_fraction;
    G.name = named("dG(%.2f K) (kJ/mol)", T);
    G.covariance = t.free_energy_kJ_mol(T);
    const double factor = -1e-3 * R * T;
    G.profile = mapped(log_K, [factor](double x) { return factor * x; });
    std::swap(G.profile.low, G.profile.high);    // dG falls with ln K
    p.name = named("loose fraction at %.2f K", T);
    p.covariance = t.loose_fraction(T);
    p.profile = mapped(log_K, fraction_of);
    std::vector<double> energies, fractions;
    for (const Thermodynamics &d : drawn) {
      energies.push_back(factor * d.parameters.dot(g));
      fractions.push_back(fraction_of(d.parameters.dot(g)));
    }
    add_bootstrap(G, energies, enlarged);
    add_bootstrap(p, fractions, enlarged);
    return result;
  }

 private:
  const Thermodynamics &t;
  const ProfiledFit &profiled;
  const double enlarged;
  std::vector<Thermodynamics> drawn;

  static double fraction_of(double log_K) { return 1.0 / (1.0 + std::exp(-log_K)); }

  static double equal_of(const Thermodynamics &drawn)
  {
    Thermodynamics d = drawn;
    d.covariance = MatrixXd::Zero(d.parameters.size(), d.parameters.size());
    const auto equal = d.equal_populations_K();
    return equal ? equal->value : NaN;
  }

  static ProfileInterval mapped(const ProfileInterval &p, const std::function<double(double)> &f)
  {
    ProfileInterval m;
    if (p.low) m.low = f(*p.low);
    if (p.high) m.high = f(*p.high);
    m.error = p.low && p.high ? 0.5 * std::fabs(*m.high - *m.low) / z_95 : NaN;
    return m;
  }

  /// Of the profiled problem, which may differ from t: the areas' own minimum is not that of ln K.
  Thermodynamics at_minimum() const
  {
    const Index n = profiled.external.rows();
    return {profiled.fit.parameters.segment(profiled.first, n), MatrixXd::Zero(n, n),
            t.reference_K};
  }

  ProfileInterval profile(double number, const EntropyOf &entropy, double external) const
  {
    const Replaced r = replace_entropy(profiled, number, entropy);
    return widened(profile_interval(r.problem, r.fit, profiled.first + 1, profiled.scaling), number,
                   external);
  }
};

}    // namespace

bool errors_differ(const ErrorComparison &c)
{
  if (!c.profile.low || !c.profile.high) return true;
  std::vector<double> errors{c.covariance.error, c.profile.error};
  if (std::isfinite(c.bootstrap_error)) errors.push_back(c.bootstrap_error);
  const auto [least, most] = std::minmax_element(errors.begin(), errors.end());
  return *most > 1.2 * *least;
}

ThermodynamicErrors compare_errors(const Thermodynamics &t, const std::vector<double> &temperatures,
                                   const ProfiledFit &profiled, const Samples &samples,
                                   double enlarged)
{
  const Comparison compare(t, profiled, samples, enlarged);
  const char *names[3] = {"dH (kJ/mol)", "dS (J/mol/K)", "dCp (J/mol/K)"};
  ThermodynamicErrors errors;
  errors.samples = static_cast<int>(samples.found.size());
  errors.failures = samples.failures;
  for (Index i = 0; i < t.parameters.size(); ++i)
    errors.parameters.push_back(compare.parameter(i, names[i]));
  errors.equal_populations_K = compare.equal_populations();
  for (const double T : temperatures) errors.at.push_back(compare.at(T));
  return errors;
}

}    // namespace softmode
