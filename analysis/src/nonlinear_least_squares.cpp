// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/nonlinear_least_squares.h"

#include "softmode/analysis/error.h"

#include <ceres/ceres.h>

#include <Eigen/QR>
#include <Eigen/SVD>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace softmode {

namespace {

constexpr double NaN = std::numeric_limits<double>::quiet_NaN();
constexpr double largest_condition = 1e11;

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Triangular factor of (J r), m + 1 rows and columns: with J and r replaced by its first columns and its last one,
/// J^T J, J^T r and |r| are the same, so that every step is, too. Made in blocks that fit the cache.
Eigen::MatrixXd triangular(const Eigen::MatrixXd &jacobian, const Eigen::VectorXd &r)
{
  const Eigen::Index n = r.size(), width = jacobian.cols() + 1,
                     rows = std::max<Eigen::Index>(256, width);
  Eigen::MatrixXd factor = Eigen::MatrixXd::Zero(width, width), block;
  for (Eigen::Index first = 0; first < n; first += rows) {
    const Eigen::Index count = std::min(rows, n - first);
    block.resize(width + count, width);
    block.topRows(width) = factor;
    block.bottomLeftCorner(count, width - 1) = jacobian.middleRows(first, count);
    block.bottomRightCorner(count, 1) = r.segment(first, count);
    const Eigen::HouseholderQR<Eigen::Ref<Eigen::MatrixXd>> qr(block);
    factor = block.topRows(width).triangularView<Eigen::Upper>();
  }
  return factor;
}

class Cost : public ceres::CostFunction {
 public:
  explicit Cost(const LeastSquaresProblem &p) : problem(p)
  {
    set_num_residuals(static_cast<int>(p.start.size()) + 1);
    mutable_parameter_block_sizes()->push_back(static_cast<int>(p.start.size()));
  }

  bool Evaluate(double const *const *parameters, double *residuals,
                double **jacobians) const override
  {
    const Eigen::Index n = problem.residuals, m = problem.start.size();
    const Eigen::VectorXd p = Eigen::Map<const Eigen::VectorXd>(parameters[0], m);
    Eigen::VectorXd r(n);
    Eigen::Map<Eigen::VectorXd> reduced(residuals, m + 1);
    if (jacobians == nullptr || jacobians[0] == nullptr) {
      if (!problem.evaluate(p, r, nullptr) || !r.allFinite()) return false;
      reduced.setZero();
      reduced[m] = r.norm();
      return std::isfinite(r.squaredNorm());
    }
    Eigen::MatrixXd jacobian(n, m);
    if (!problem.evaluate(p, r, &jacobian) || !r.allFinite() || !jacobian.allFinite()) return false;
    const Eigen::MatrixXd factor = triangular(jacobian, r);
    reduced = factor.col(m);
    Eigen::Map<RowMajor>(jacobians[0], m + 1, m) = factor.leftCols(m);
    return factor.allFinite();
  }

 private:
  const LeastSquaresProblem &problem;
};

double bound(const Eigen::VectorXd &bounds, Eigen::Index i, double none)
{
  return bounds.size() ? bounds[i] : none;
}

void check(const LeastSquaresProblem &p)
{
  const Eigen::Index m = p.start.size();
  if (m == 0 || p.residuals < m + p.eliminated)
    throw AnalysisError("least squares: " + std::to_string(p.residuals) + " data are fewer than " +
                        std::to_string(m + p.eliminated) + " parameters");
  if ((p.lower.size() && p.lower.size() != m) || (p.upper.size() && p.upper.size() != m))
    throw std::invalid_argument("least squares: bounds and parameters differ in number");
  for (Eigen::Index i = 0; i < m; ++i)
    if (!std::isfinite(p.start[i]) || p.start[i] < bound(p.lower, i, -INFINITY) ||
        p.start[i] > bound(p.upper, i, INFINITY))
      throw AnalysisError("least squares: start of parameter " + std::to_string(i) +
                          " is not finite or outside its bounds");
}

ceres::Solver::Options options_of(int iteration_limit)
{
  ceres::Solver::Options options;
  options.linear_solver_type = ceres::DENSE_QR;
  options.logging_type = ceres::SILENT;
  options.max_num_iterations = iteration_limit;
  options.function_tolerance = 1e-13;
  options.parameter_tolerance = 1e-13;
  options.gradient_tolerance = 1e-30;
  options.max_num_consecutive_invalid_steps = 20;
  return options;
}

void mark_bounds(const LeastSquaresProblem &problem, NonlinearFit &fit)
{
  for (Eigen::Index i = 0; i < fit.parameters.size(); ++i) {
    const double low = bound(problem.lower, i, -INFINITY), high = bound(problem.upper, i, INFINITY);
    const double near = 1e-10 * (1.0 + std::fabs(fit.parameters[i]));
    fit.at_bound.push_back(fit.parameters[i] - low <= near || high - fit.parameters[i] <= near);
  }
}

std::string named(const std::vector<Eigen::Index> &parameters)
{
  std::string text;
  for (const Eigen::Index i : parameters) text += (text.empty() ? "" : ", ") + std::to_string(i);
  return text;
}

std::vector<Eigen::Index> free_of(const std::vector<bool> &excluded)
{
  std::vector<Eigen::Index> free;
  for (std::size_t i = 0; i < excluded.size(); ++i)
    if (!excluded[i]) free.push_back(static_cast<Eigen::Index>(i));
  return free;
}

struct GaussNewtonStep {
  double chi_squared = 0.0,
         reduction = 0.0;    ///< |r|^2; that of its part in the space of the Jacobian
  Eigen::VectorXd change;    ///< m, 0 at bounds; empty without a unique step
};

GaussNewtonStep gauss_newton(const LeastSquaresProblem &problem, const NonlinearFit &fit,
                             const Eigen::VectorXd &p)
{
  Eigen::VectorXd r(problem.residuals);
  Eigen::MatrixXd jacobian(problem.residuals, p.size());
  GaussNewtonStep step;
  const auto free = free_of(fit.at_bound);
  if (free.empty() || !problem.evaluate(p, r, &jacobian)) return step;
  const Eigen::MatrixXd factor = triangular(jacobian, r);
  r = factor.col(p.size());
  Eigen::MatrixXd scaled(r.size(), static_cast<Eigen::Index>(free.size()));
  Eigen::VectorXd length(scaled.cols());
  for (Eigen::Index k = 0; k < scaled.cols(); ++k) {
    length[k] = factor.col(free[static_cast<std::size_t>(k)]).norm();
    if (!(length[k] > 0.0)) return step;
    scaled.col(k) = factor.col(free[static_cast<std::size_t>(k)]) / length[k];
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(scaled);
  if (qr.rank() < scaled.cols()) return step;
  const Eigen::VectorXd change = qr.solve(-r);
  step.chi_squared = r.squaredNorm();
  step.reduction = (scaled * change).squaredNorm();
  step.change = Eigen::VectorXd::Zero(p.size());
  for (Eigen::Index k = 0; k < scaled.cols(); ++k)
    step.change[free[static_cast<std::size_t>(k)]] = change[k] / length[k];
  return step;
}

bool inside(const LeastSquaresProblem &problem, const Eigen::VectorXd &p)
{
  for (Eigen::Index i = 0; i < p.size(); ++i)
    if (p[i] < bound(problem.lower, i, -INFINITY) || p[i] > bound(problem.upper, i, INFINITY))
      return false;
  return true;
}

/// Gauss-Newton steps while they help; the step that would follow.
GaussNewtonStep polish(const LeastSquaresProblem &problem, NonlinearFit &fit)
{
  GaussNewtonStep step = gauss_newton(problem, fit, fit.parameters);
  for (int i = 0; i < 30 && step.change.size(); ++i) {
    const Eigen::VectorXd p = fit.parameters + step.change;
    if (!inside(problem, p)) break;
    const GaussNewtonStep next = gauss_newton(problem, fit, p);
    if (!next.change.size() || !(next.reduction < step.reduction) ||
        next.chi_squared > step.chi_squared * (1.0 + 1e-9))
      break;
    fit.parameters = p;
    step = next;
    if (step.reduction < 1e-20 * step.chi_squared) break;
  }
  return step;
}

bool at_minimum(const GaussNewtonStep &step, const NonlinearFit &fit)
{
  if (!step.change.size()) return true;    // the covariance says why
  return step.reduction < 1e-8 * step.chi_squared ||
         (step.change.array().abs() < 1e-5 * fit.parameters.array().abs() + 1e-12).all();
}

void add_covariance(const LeastSquaresProblem &problem, NonlinearFit &fit)
{
  Eigen::VectorXd r(problem.residuals);
  Eigen::MatrixXd jacobian(problem.residuals, fit.parameters.size());
  problem.evaluate(fit.parameters, r, &jacobian);
  fit.chi_squared = r.squaredNorm();
  const Covariance covariance =
      covariance_of(triangular(jacobian, r).leftCols(jacobian.cols()), fit.at_bound);
  fit.condition = covariance.condition;
  if (covariance.full_rank) {
    fit.covariance = covariance.matrix;
    return;
  }
  fit.status = FitStatus::rank_deficient;
  fit.message = "the data do not determine parameters " + named(covariance.confounded) +
                " apart from each other";
}

void solve(const LeastSquaresProblem &problem, Eigen::VectorXd &p, int iteration_limit,
           ceres::Solver::Summary &summary)
{
  ceres::Problem ceres_problem;
  ceres_problem.AddResidualBlock(new Cost(problem), nullptr, p.data());
  for (int i = 0; i < p.size(); ++i) {
    if (std::isfinite(bound(problem.lower, i, -INFINITY)))
      ceres_problem.SetParameterLowerBound(p.data(), i, problem.lower[i]);
    if (std::isfinite(bound(problem.upper, i, INFINITY)))
      ceres_problem.SetParameterUpperBound(p.data(), i, problem.upper[i]);
  }
  ceres::Solve(options_of(iteration_limit), &ceres_problem, &summary);
}

/// Where steps lead that change no parameter by more than half of itself (or 0.1): slower, but not onto a plateau.
Eigen::VectorXd short_steps(const LeastSquaresProblem &problem)
{
  LeastSquaresProblem boxed = problem;
  Eigen::VectorXd p = problem.start;
  for (int stage = 0; stage < 200; ++stage) {
    const Eigen::VectorXd reach = (0.5 * p.array().abs()).max(0.1), before = p;
    boxed.lower = p - reach;
    boxed.upper = p + reach;
    for (Eigen::Index i = 0; i < p.size(); ++i) {
      boxed.lower[i] = std::max(boxed.lower[i], bound(problem.lower, i, -INFINITY));
      boxed.upper[i] = std::min(boxed.upper[i], bound(problem.upper, i, INFINITY));
    }
    ceres::Solver::Summary summary;
    solve(boxed, p, 2, summary);
    if (((p - before).array().abs() <= 1e-4 * reach.array()).all()) break;
  }
  return p;
}

NonlinearFit attempt(const LeastSquaresProblem &problem, const Eigen::VectorXd &start)
{
  const Eigen::Index m = problem.start.size();
  NonlinearFit fit;
  fit.parameters = start;
  fit.covariance = Eigen::MatrixXd::Constant(m, m, NaN);
  fit.degrees_of_freedom = problem.residuals - m - problem.eliminated;
  ceres::Solver::Summary summary;
  solve(problem, fit.parameters, problem.iteration_limit, summary);
  fit.iterations = static_cast<int>(summary.iterations.size());
  fit.chi_squared = 2.0 * summary.final_cost;
  mark_bounds(problem, fit);
  if (summary.termination_type == ceres::NO_CONVERGENCE) {
    fit.status = FitStatus::not_converged;
    fit.message = "not converged after " + std::to_string(problem.iteration_limit) + " iterations";
  } else if (summary.termination_type != ceres::CONVERGENCE) {
    fit.message = "the model could not be evaluated at the start or near it";
  } else if (!at_minimum(polish(problem, fit), fit)) {
    fit.status = FitStatus::not_converged;
    fit.message = "stopped where the data hardly depend on a parameter, not at a minimum";
  } else {
    fit.status = FitStatus::converged;
    fit.message = "converged";
    add_covariance(problem, fit);
  }
  return fit;
}

/// Gauss-Newton from the start alone; not converged unless it ends orthogonal to the Jacobian.
NonlinearFit from_close(const LeastSquaresProblem &problem)
{
  const Eigen::Index m = problem.start.size();
  NonlinearFit fit;
  fit.parameters = problem.start;
  fit.covariance = Eigen::MatrixXd::Constant(m, m, NaN);
  fit.degrees_of_freedom = problem.residuals - m - problem.eliminated;
  mark_bounds(problem, fit);
  fit.status = FitStatus::not_converged;
  const bool bound =
      std::find(fit.at_bound.begin(), fit.at_bound.end(), true) != fit.at_bound.end();
  if (bound) return fit;
  const GaussNewtonStep last = polish(problem, fit);
  if (!last.change.size() || !(last.reduction < 1e-14 * last.chi_squared)) return fit;
  fit.status = FitStatus::converged;
  fit.message = "converged";
  add_covariance(problem, fit);
  return fit;
}

}    // namespace

double NonlinearFit::reduced_chi_squared() const
{
  return degrees_of_freedom > 0 ? chi_squared / static_cast<double>(degrees_of_freedom) : NaN;
}

double variance_factor(ErrorScaling scaling, double chi_squared, double degrees_of_freedom)
{
  if (scaling == ErrorScaling::given) return 1.0;
  const double reduced = degrees_of_freedom > 0.0 ? chi_squared / degrees_of_freedom : NaN;
  if (scaling == ErrorScaling::scaled) return reduced;
  return reduced > 1.0 ? reduced : 1.0;
}

double NonlinearFit::scale(ErrorScaling scaling) const
{
  return variance_factor(scaling, chi_squared, static_cast<double>(degrees_of_freedom));
}

Estimate NonlinearFit::estimate(Eigen::Index i, ErrorScaling scaling) const
{
  return {parameters[i], std::sqrt(covariance(i, i) * scale(scaling))};
}

Covariance covariance_of(const Eigen::MatrixXd &jacobian, const std::vector<bool> &excluded)
{
  const Eigen::Index m = jacobian.cols();
  const std::vector<Eigen::Index> free = free_of(excluded);
  Covariance result{Eigen::MatrixXd::Constant(m, m, NaN), 1.0, true, {}};
  const auto f = static_cast<Eigen::Index>(free.size());
  if (f == 0) return result;
  Eigen::MatrixXd scaled(jacobian.rows(), f);
  Eigen::VectorXd length(f);
  for (Eigen::Index k = 0; k < f; ++k) {
    length[k] = jacobian.col(free[k]).norm();
    scaled.col(k) = jacobian.col(free[k]) / (length[k] > 0.0 ? length[k] : 1.0);
  }
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(scaled);
  const Eigen::MatrixXd R = qr.matrixQR().topRows(f).triangularView<Eigen::Upper>();
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(R, Eigen::ComputeFullV);
  const Eigen::VectorXd &s = svd.singularValues();
  result.condition = s[f - 1] > 0.0 ? s[0] / s[f - 1] : INFINITY;
  result.full_rank = result.condition <= largest_condition;
  for (Eigen::Index k = 0; k < f; ++k)
    if (std::fabs(svd.matrixV()(k, f - 1)) > 0.1) result.confounded.push_back(free[k]);
  if (!result.full_rank) return result;
  const Eigen::MatrixXd half = svd.matrixV() * s.cwiseInverse().asDiagonal();
  for (Eigen::Index k = 0; k < f; ++k)
    for (Eigen::Index l = 0; l < f; ++l)
      result.matrix(free[k], free[l]) = half.row(k).dot(half.row(l)) / (length[k] * length[l]);
  return result;
}

NonlinearFit least_squares(const LeastSquaresProblem &problem)
{
  check(problem);
  if (problem.start_is_close)
    if (const NonlinearFit quick = from_close(problem); quick.usable()) return quick;
  const NonlinearFit fit = attempt(problem, problem.start);
  if (fit.status != FitStatus::not_converged || problem.iteration_limit < 100) return fit;
  const NonlinearFit careful = attempt(problem, short_steps(problem));
  return careful.usable() ? careful : fit;
}

}    // namespace softmode
