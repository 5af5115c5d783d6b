// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/exchange.h"

#include "softmode/analysis/error.h"
#include "softmode/analysis/faddeeva.h"
#include "softmode/definitions/constants.h"

#include <array>
#include <cmath>
#include <complex>

namespace softmode {

namespace {

using Complex = std::complex<double>;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// I(nu) = Re sum_j c_j / (i nu - u_j) / pi, with derivatives with respect to tight, loose, lorentzian, rate, p_l.
struct Poles {
  Complex u[2], c[2];
  std::array<Complex, 5> du[2], dc[2];
};

Poles poles_of(const ExchangeLine &l)
{
  const Complex i(0.0, 1.0), bt = 0.5 * l.lorentzian - i * l.tight,
                             bl = 0.5 * l.lorentzian - i * l.loose;
  const double k = l.rate, pl = l.loose_fraction, pt = 1.0 - pl;
  // I = (u + N) / (u^2 + B u + C) at u = i nu, C = bt bl + k (pt bt + pl bl)
  const Complex B = bt + bl + k, N = pt * bl + pl * bt + k;
  const Complex root =
      std::sqrt((bt - bl + k * (pl - pt)) * (bt - bl + k * (pl - pt)) +
                4.0 * k * k * pl * pt);    // of B^2 - 4 C, without its cancellation
  Poles p;
  p.u[0] = 0.5 * (-B + root);
  p.u[1] = 0.5 * (-B - root);
  const Complex dbt[5] = {-i, 0.0, 0.5, 0.0, 0.0}, dbl[5] = {0.0, -i, 0.5, 0.0, 0.0};
  const double dk[5] = {0, 0, 0, 1, 0}, dpl[5] = {0, 0, 0, 0, 1};
  for (std::size_t m = 0; m < 5; ++m) {
    const Complex dB = dbt[m] + dbl[m] + dk[m];
    const Complex dC = dbt[m] * (bl + k * pt) + dbl[m] * (bt + k * pl) +
                       dk[m] * (pt * bt + pl * bl) + dpl[m] * k * (bl - bt);
    for (int j = 0; j < 2; ++j) p.du[j][m] = -(p.u[j] * dB + dC) / (2.0 * p.u[j] + B);
    const Complex dN = dbl[m] * pt + dbt[m] * pl + dk[m] + dpl[m] * (bt - bl);
    for (int j = 0; j < 2; ++j) {
      const Complex apart = p.u[j] - p.u[1 - j];
      p.c[j] = (p.u[j] + N) / apart;
      p.dc[j][m] = (p.du[j][m] + dN - p.c[j] * (p.du[j][m] - p.du[1 - j][m])) / apart;
    }
  }
  return p;
}

void check(const ExchangeLine &l)
{
  if (!std::isfinite(l.tight) || !std::isfinite(l.loose) || !(l.gaussian > 0.0) ||
      !(l.lorentzian >= 0.0) || !(l.rate >= 0.0) || !(l.loose_fraction >= 0.0) ||
      !(l.loose_fraction <= 1.0) || !std::isfinite(l.gaussian + l.lorentzian + l.rate))
    throw AnalysisError("exchange line: a width, the rate or the fraction is out of range");
}

}    // namespace

LineValues exchange_line(const VectorXd &nu, const ExchangeLine &asked, bool derive)
{
  check(asked);
  ExchangeLine l = asked;
  // both poles coincide for one rate at equal populations, where partial fractions do not exist
  if (std::fabs(l.loose_fraction - 0.5) < 1e-9 &&
      std::fabs(l.rate - std::fabs(l.tight - l.loose)) < 1e-6 * l.rate)
    l.rate *= 1.0 + 2e-6;
  const Poles p = poles_of(l);
  const double s = l.gaussian / gaussian_fwhm_per_sigma * std::sqrt(2.0);
  const double norm = 1.0 / (s * std::sqrt(pi));
  LineValues v;
  v.value = VectorXd::Zero(nu.size());
  if (derive) v.derivative = MatrixXd::Zero(nu.size(), 6);
  const int column[5] = {0, 1, 3, 4, 5};
  for (Index n = 0; n < nu.size(); ++n)
    for (int j = 0; j < 2; ++j) {
      const double decay = std::max(0.0, -p.u[j].real());
      const Faddeeva w = faddeeva(Complex(nu[n] - p.u[j].imag(), decay) / s);
      v.value[n] += norm * (p.c[j] * std::conj(w.w)).real();
      if (!derive) continue;
      v.derivative(n, 2) -= norm / l.gaussian * (p.c[j] * std::conj(w.stretch)).real();
      const Complex slope = p.c[j] * std::conj(w.slope) * Complex(0.0, 1.0 / s);
      for (std::size_t m = 0; m < 5; ++m)
        v.derivative(n, column[m]) +=
            norm * (p.dc[j][m] * std::conj(w.w) + slope * p.du[j][m]).real();
    }
  return v;
}

double rate_per_second(double rate_cm)
{
  return 2.0 * pi * speed_of_light_cm_fs * 1e15 * rate_cm;
}

double rate_in_wavenumbers(double rate_per_second)
{
  return rate_per_second / (2.0 * pi * speed_of_light_cm_fs * 1e15);
}

}    // namespace softmode
