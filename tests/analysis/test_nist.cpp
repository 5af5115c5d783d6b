// SPDX-License-Identifier: BSD-3-Clause
// The least-squares driver on the nonlinear regression problems of NIST StRD, from both starting points.
#include "softmode/analysis/nonlinear_least_squares.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <fstream>
#include <map>
#include <sstream>

namespace softmode {

namespace {

using Complex = std::complex<double>;
using Parameters = std::vector<Complex>;
using Model = std::function<Complex(const Parameters &, double)>;

struct NistProblem {
  std::string name, level;
  Eigen::VectorXd start[2], certified, deviation;
  std::vector<double> x, y;
  double residual_sum;
};

std::vector<NistProblem> read_problems()
{
  std::ifstream file(SOFTMODE_SOURCE_DIR "/tests/analysis/nist_strd.dat");
  std::vector<NistProblem> problems;
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream head(line);
    std::string word;
    if (!(head >> word) || word != "problem") continue;
    NistProblem p;
    Eigen::Index parameters = 0;
    int observations = 0;
    head >> p.name >> p.level >> parameters >> observations >> p.residual_sum;
    for (Eigen::VectorXd *v : {&p.start[0], &p.start[1], &p.certified, &p.deviation})
      v->resize(parameters);
    for (Eigen::Index i = 0; i < parameters; ++i)
      file >> p.start[0][i] >> p.start[1][i] >> p.certified[i] >> p.deviation[i];
    p.x.resize(static_cast<std::size_t>(observations));
    p.y.resize(static_cast<std::size_t>(observations));
    for (std::size_t i = 0; i < p.x.size(); ++i) file >> p.y[i] >> p.x[i];
    problems.push_back(p);
  }
  return problems;
}

Complex two_peaks(const Parameters &b, double x)
{
  const auto peak = [&](int i) {
    const Complex u = (x - b[static_cast<std::size_t>(i) + 1]) / b[static_cast<std::size_t>(i) + 2];
    return b[static_cast<std::size_t>(i)] * std::exp(-u * u);
  };
  return b[0] * std::exp(-b[1] * x) + peak(2) + peak(5);
}

Complex three_decays(const Parameters &b, double x)
{
  return b[0] * std::exp(-b[1] * x) + b[2] * std::exp(-b[3] * x) + b[4] * std::exp(-b[5] * x);
}

Complex rational_cubic(const Parameters &b, double x)
{
  return (b[0] + x * (b[1] + x * (b[2] + x * b[3]))) / (1.0 + x * (b[4] + x * (b[5] + x * b[6])));
}

Complex saturation(const Parameters &b, double x)
{
  return b[0] * (1.0 - std::exp(-b[1] * x));
}

Complex oscillation(const Parameters &b, double x)
{
  const double turn = 2.0 * std::acos(-1.0) * x;
  return b[0] + b[1] * std::cos(turn / 12.0) + b[2] * std::sin(turn / 12.0) +
         b[4] * std::cos(turn / b[3]) + b[5] * std::sin(turn / b[3]) +
         b[7] * std::cos(turn / b[6]) + b[8] * std::sin(turn / b[6]);
}

Complex arctangent(Complex z)    // keeps an imaginary part that is tiny, as std::atan does not
{
  return {std::atan(z.real()), z.imag() / (1.0 + z.real() * z.real())};
}

const std::map<std::string, Model> models{
    {"Misra1a", saturation},
    {"BoxBOD", saturation},
    {"Chwirut2",
     [](const Parameters &b, double x) { return std::exp(-b[0] * x) / (b[1] + b[2] * x); }},
    {"Lanczos1", three_decays},
    {"Lanczos2", three_decays},
    {"Lanczos3", three_decays},
    {"Gauss1", two_peaks},
    {"Gauss2", two_peaks},
    {"Gauss3", two_peaks},
    {"DanWood", [](const Parameters &b, double x) { return b[0] * std::exp(b[1] * std::log(x)); }},
    {"Misra1b",
     [](const Parameters &b, double x) {
       const Complex u = 1.0 + 0.5 * b[1] * x;
       return b[0] * (1.0 - 1.0 / (u * u));
     }},
    {"Misra1c", [](const Parameters &b,
                   double x) { return b[0] * (1.0 - 1.0 / std::sqrt(1.0 + 2.0 * b[1] * x)); }},
    {"Misra1d", [](const Parameters &b, double x) { return b[0] * b[1] * x / (1.0 + b[1] * x); }},
    {"Kirby2",
     [](const Parameters &b, double x) {
       return (b[0] + x * (b[1] + x * b[2])) / (1.0 + x * (b[3] + x * b[4]));
     }},
    {"Hahn1", rational_cubic},
    {"Thurber", rational_cubic},
    {"MGH17",
     [](const Parameters &b, double x) {
       return b[0] + b[1] * std::exp(-x * b[3]) + b[2] * std::exp(-x * b[4]);
     }},
    {"Roszman1",
     [](const Parameters &b, double x) {
       return b[0] - b[1] * x - arctangent(b[2] / (x - b[3])) / std::acos(-1.0);
     }},
    {"ENSO", oscillation},
    {"MGH09", [](const Parameters &b,
                 double x) { return b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3]); }},
    {"MGH10", [](const Parameters &b, double x) { return b[0] * std::exp(b[1] / (x + b[2])); }},
    {"Rat42",
     [](const Parameters &b, double x) { return b[0] / (1.0 + std::exp(b[1] - b[2] * x)); }},
    {"Rat43",
     [](const Parameters &b, double x) {
       return b[0] * std::exp(-std::log(1.0 + std::exp(b[1] - b[2] * x)) / b[3]);
     }},
    {"Eckerle4",
     [](const Parameters &b, double x) {
       const Complex u = (x - b[2]) / b[1];
       return b[0] / b[1] * std::exp(-0.5 * u * u);
     }},
    {"Bennett5",
     [](const Parameters &b, double x) { return b[0] * std::exp(-std::log(b[1] + x) / b[2]); }},
};

LeastSquaresProblem as_problem(const NistProblem &nist, int start)
{
  LeastSquaresProblem problem;
  problem.residuals = static_cast<Eigen::Index>(nist.y.size());
  problem.start = nist.start[start];
  problem.iteration_limit = 20000;
  const Model model = models.at(nist.name);
  problem.evaluate = [&nist, model](const Eigen::VectorXd &p, Eigen::VectorXd &r,
                                    Eigen::MatrixXd *jacobian) {
    Parameters b(p.data(), p.data() + p.size());
    for (Eigen::Index i = 0; i < r.size(); ++i)
      r[i] = model(b, nist.x[static_cast<std::size_t>(i)]).real() -
             nist.y[static_cast<std::size_t>(i)];
    // derivatives to rounding from an imaginary step
    for (Eigen::Index k = 0; jacobian && k < p.size(); ++k) {
      const double h = 1e-100;
      b[static_cast<std::size_t>(k)] = Complex(p[k], h);
      for (Eigen::Index i = 0; i < r.size(); ++i)
        (*jacobian)(i, k) = model(b, nist.x[static_cast<std::size_t>(i)]).imag() / h;
      b[static_cast<std::size_t>(k)] = p[k];
    }
    return r.allFinite() && (!jacobian || jacobian->allFinite());
  };
  return problem;
}

double digits(const Eigen::VectorXd &found, const Eigen::VectorXd &certified)
{
  const Eigen::ArrayXd relative =
      ((found - certified).array() / certified.array()).abs().max(1e-16);
  return -std::log10(relative.maxCoeff());
}

}    // namespace

TEST(Nist, ProblemsAreSolvedFromBothStartsToEightDigits)
{
  int solved = 0;
  for (const NistProblem &nist : read_problems()) {
    for (const int start : {0, 1}) {
      SCOPED_TRACE(nist.name + " (" + nist.level + ") from start " + std::to_string(start + 1));
      const NonlinearFit fit = least_squares(as_problem(nist, start));
      EXPECT_EQ(fit.status, FitStatus::converged) << fit.message;
      EXPECT_GE(digits(fit.parameters, nist.certified), 8.0) << fit.parameters.transpose();
      ++solved;
      // Lanczos1 is exact to rounding: its certified deviations are rounding errors themselves
      if (nist.name == "Lanczos1" || !fit.usable()) continue;
      Eigen::VectorXd deviation(fit.parameters.size());
      for (Eigen::Index i = 0; i < deviation.size(); ++i)
        deviation[i] = fit.estimate(i, ErrorScaling::scaled).error;
      EXPECT_GE(digits(deviation, nist.deviation), 5.0) << deviation.transpose();
      EXPECT_NEAR(fit.chi_squared / nist.residual_sum, 1.0, 1e-6);
    }
  }
  EXPECT_EQ(solved, 50);
}

}    // namespace softmode
