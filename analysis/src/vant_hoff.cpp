// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/vant_hoff.h"
#include "softmode/analysis/determined.h"

#include "softmode/analysis/error.h"
#include "softmode/analysis/least_squares.h"

#include <Eigen/Cholesky>

#include <cmath>
#include <cstdio>
#include <set>
#include <stdexcept>

namespace softmode {

namespace {

using Eigen::Index;

constexpr double R = gas_constant_J_mol_K;

void check(const LogKData &data, const VantHoffOptions &options)
{
  const auto n = static_cast<Index>(data.temperature_K.size());
  if (data.log_K.size() != n || data.covariance.rows() != n || data.covariance.cols() != n)
    throw std::invalid_argument("van't Hoff: temperatures, ln K and covariance differ in size");
  for (const double T : data.temperature_K)
    if (!(T > 0.0) || !std::isfinite(T))
      throw AnalysisError("van't Hoff: temperatures must be positive");
  if (!data.log_K.allFinite() || !data.covariance.allFinite() || !(data.temperature_error_K >= 0.0))
    throw AnalysisError("van't Hoff: ln K and errors must be finite");
  const std::set<double> different(data.temperature_K.begin(), data.temperature_K.end());
  const std::size_t parameters = options.heat_capacity ? 3 : 2;
  if (different.size() < parameters)
    throw AnalysisError("van't Hoff: " + std::to_string(different.size()) +
                        " different temperatures do not determine " + std::to_string(parameters) +
                        " parameters");
  if (!(options.reference_K > 0.0))
    throw AnalysisError("van't Hoff: the reference temperature must be positive");
}

}    // namespace

Eigen::VectorXd log_K_gradient(double T, bool heat_capacity, double T0)
{
  Eigen::VectorXd gradient(heat_capacity ? 3 : 2);
  gradient[0] = -1000.0 / (R * T);
  gradient[1] = 1.0 / R;
  if (heat_capacity) gradient[2] = (std::log(T / T0) - (T - T0) / T) / R;
  return gradient;
}

Estimate Thermodynamics::parameter(Index i) const
{
  return {parameters[i], std::sqrt(covariance(i, i))};
}

std::optional<Estimate> Thermodynamics::heat_capacity_J_mol_K() const
{
  if (!heat_capacity()) return std::nullopt;
  return parameter(2);
}

Estimate Thermodynamics::log_K(double T) const
{
  const Eigen::VectorXd g = log_K_gradient(T, heat_capacity(), reference_K);
  return {g.dot(parameters), std::sqrt(g.dot(covariance * g))};
}

double Thermodynamics::log_K_slope(double T) const
{
  // dH(T) / RT^2, dH(T) = dH + dCp (T - T0)
  const double dCp = heat_capacity() ? parameters[2] : 0.0;
  return (1000.0 * parameters[0] + dCp * (T - reference_K)) / (R * T * T);
}

Estimate Thermodynamics::free_energy_kJ_mol(double T) const
{
  const Estimate k = log_K(T);
  return {-1e-3 * R * T * k.value, 1e-3 * R * T * k.error};
}

Estimate Thermodynamics::loose_fraction(double T) const
{
  const Estimate k = log_K(T);
  const double p = 1.0 / (1.0 + std::exp(-k.value));
  return {p, p * (1.0 - p) * k.error};
}

std::optional<Estimate> Thermodynamics::equal_populations_K(double low, double high) const
{
  const auto value = [this](double T) {
    return log_K_gradient(T, heat_capacity(), reference_K).dot(parameters);
  };
  std::optional<double> best;
  const double step = 1.0;
  for (double T = low; T < high; T += step) {
    double a = T, b = std::min(T + step, high);
    if (value(a) * value(b) > 0.0) continue;
    for (int i = 0; i < 60; ++i) {
      const double middle = 0.5 * (a + b);
      (value(a) * value(middle) <= 0.0 ? b : a) = middle;
    }
    if (!best || std::fabs(a - reference_K) < std::fabs(*best - reference_K)) best = a;
  }
  if (!best) return std::nullopt;
  return Estimate{*best, log_K(*best).error / std::fabs(log_K_slope(*best))};
}

VantHoffResult fit_vant_hoff(const LogKData &data, const VantHoffOptions &options)
{
  check(data, options);
  const auto n = static_cast<Index>(data.temperature_K.size());
  Eigen::MatrixXd design(n, options.heat_capacity ? 3 : 2);
  for (Index i = 0; i < n; ++i)
    design.row(i) = log_K_gradient(data.temperature_K[static_cast<std::size_t>(i)],
                                   options.heat_capacity, options.reference_K);
  VantHoffResult result;
  Thermodynamics &t = result.thermodynamics;
  t.reference_K = options.reference_K;
  Eigen::MatrixXd covariance = data.covariance;
  for (int iteration = 0; iteration < 50; ++iteration) {
    const Eigen::LLT<Eigen::MatrixXd> cholesky(covariance);
    if (cholesky.info() != Eigen::Success)
      throw AnalysisError("van't Hoff: the covariance of ln K is not positive definite");
    const LinearFit fit =
        weighted_least_squares(cholesky.matrixL().solve(design),
                               cholesky.matrixL().solve(data.log_K), Eigen::VectorXd::Ones(n));
    const bool settled = t.parameters.size() &&
                         (fit.parameters - t.parameters).norm() < 1e-12 * fit.parameters.norm();
    t.parameters = fit.parameters;
    t.covariance = fit.covariance;
    result.chi_squared = fit.chi_squared;
    result.degrees_of_freedom = fit.degrees_of_freedom;
    if (settled || data.temperature_error_K == 0.0) break;
    covariance = data.covariance;
    for (Index i = 0; i < n; ++i) {
      const double s = t.log_K_slope(data.temperature_K[static_cast<std::size_t>(i)]);
      covariance(i, i) += std::pow(s * data.temperature_error_K, 2);
    }
  }
  t.covariance *= variance_factor(options.scaling, result.chi_squared, result.degrees_of_freedom);
  result.residuals = data.log_K - design * t.parameters;
  return result;
}

QuotedConstant compare_quoted_constant(const Estimate &enthalpy_kJ_mol,
                                       const Estimate &entropy_J_mol_K, double temperature_K,
                                       const Estimate &quoted_log10_K)
{
  if (!(temperature_K > 0.0) || !(enthalpy_kJ_mol.error >= 0.0) ||
      !(entropy_J_mol_K.error >= 0.0) || !(quoted_log10_K.error >= 0.0) ||
      !(enthalpy_kJ_mol.error + entropy_J_mol_K.error + quoted_log10_K.error > 0.0))
    throw AnalysisError("quoted constant: temperature and errors must be positive");
  Thermodynamics t;
  t.parameters = Eigen::Vector2d(enthalpy_kJ_mol.value, entropy_J_mol_K.value);
  t.covariance =
      Eigen::Vector2d(std::pow(enthalpy_kJ_mol.error, 2), std::pow(entropy_J_mol_K.error, 2))
          .asDiagonal();
  const Estimate ln = t.log_K(temperature_K);
  QuotedConstant q;
  q.log10_K = {ln.value / std::log(10.0), ln.error / std::log(10.0)};
  q.K = std::exp(ln.value);
  q.quoted_log10_K = quoted_log10_K.value;
  q.deviation =
      (quoted_log10_K.value - q.log10_K.value) / std::hypot(q.log10_K.error, quoted_log10_K.error);
  q.contradicts = std::fabs(q.deviation) > 3.0;
  char text[512];
  std::snprintf(
      text, sizeof text,
      "dH = %.4g kJ/mol and dS = %.4g J/mol/K give K(%.2f K) = %.3g, log10 K = %.2f +- %.2f%s. "
      "The quoted log10 K = %.2f (K = %.3g) %s: it lies %.1f standard errors away.",
      enthalpy_kJ_mol.value, entropy_J_mol_K.value, temperature_K, q.K, q.log10_K.value,
      q.log10_K.error, remark_on_sign(q.log10_K).c_str(), quoted_log10_K.value,
      std::pow(10.0, quoted_log10_K.value), q.contradicts ? "contradicts them" : "agrees with them",
      std::fabs(q.deviation));
  q.sentence = text;
  return q;
}

}    // namespace softmode
