// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/separable.h"

#include "softmode/analysis/error.h"

#include <Eigen/Cholesky>
#include <Eigen/QR>

#include <cmath>
#include <limits>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double NaN = std::numeric_limits<double>::quiet_NaN();

/// Basis of a group with its orthogonal factor, coefficients and residuals in weighted units.
struct Projection {
  BasisAt at;
  MatrixXd Q, R;                       // n x q, q x q
  MatrixXd coefficients, residuals;    // q x s, n x s
};

bool project(const SeparableProblem &problem, const SpectrumGroup &group, const VectorXd &p,
             bool derive, Projection &out)
{
  out.at = BasisAt();
  if (!problem.basis(group, p, derive, out.at) || !out.at.basis.allFinite()) return false;
  const Index q = out.at.basis.cols();
  out.residuals = group.data;
  if (out.at.fixed.size()) out.residuals.noalias() -= out.at.fixed * group.weight.transpose();
  if (q == 0) return true;
  const Eigen::HouseholderQR<MatrixXd> qr(out.at.basis);
  out.Q = qr.householderQ() * MatrixXd::Identity(out.at.basis.rows(), q);
  out.R = qr.matrixQR().topRows(q).triangularView<Eigen::Upper>();
  const MatrixXd inside = out.Q.transpose() * out.residuals;
  out.coefficients = out.R.triangularView<Eigen::Upper>().solve(inside);
  out.residuals.noalias() -= out.Q * inside;
  return out.coefficients.allFinite();
}

/// Derivative of the residuals of one group with respect to p, stacked spectrum after spectrum into rows of
/// `jacobian` from `row`. Without `complete` only the part in the plane that the covariance is made of.
void add_jacobian(const SpectrumGroup &group, const Projection &at, bool complete, Index row,
                  MatrixXd &jacobian)
{
  const Index n = group.data.rows(), q = at.at.basis.cols();
  MatrixXd dual;    // n x q, transposed pseudo-inverse of the basis
  if (complete && q > 0)
    dual = at.R.triangularView<Eigen::Upper>().solve(at.Q.transpose()).transpose();
  for (const BasisAt::Derivative &d : at.at.derivatives) {
    VectorXd outside = d.values;
    if (q > 0) outside.noalias() -= at.Q * (at.Q.transpose() * d.values);
    const VectorXd along =
        complete && d.column >= 0 ? VectorXd(at.residuals.transpose() * d.values) : VectorXd();
    for (Index s = 0; s < group.data.cols(); ++s) {
      auto target = jacobian.col(d.parameter).segment(row + s * n, n);
      target -= (d.column < 0 ? group.weight[s] : at.coefficients(d.column, s)) * outside;
      if (along.size()) target -= along[s] * dual.col(d.column);
    }
  }
}

bool evaluate(const SeparableProblem &problem, const VectorXd &p, VectorXd &r, MatrixXd *jacobian)
{
  if (jacobian) jacobian->setZero();
  Index row = 0;
  for (const SpectrumGroup &group : problem.groups) {
    Projection at;
    if (!project(problem, group, p, jacobian != nullptr, at)) return false;
    r.segment(row, at.residuals.size()) =
        Eigen::Map<const VectorXd>(at.residuals.data(), at.residuals.size());
    if (jacobian) add_jacobian(group, at, true, row, *jacobian);
    row += at.residuals.size();
  }
  return true;
}

/// Normal equations of the Gauss-Newton step. Spectra of a group share basis and derivatives, so that sums over them
/// come first: the cost grows with the points of a group, hardly with its spectra. The part of the Jacobian in the space
/// of the basis is left out (L. Kaufman, BIT 1975, 15, 49, doi:10.1007/BF01932995); the residuals are orthogonal to it,
/// so that the gradient, and with it the minimum, is that of the whole.
struct NormalEquations {
  double chi_squared = 0.0;
  MatrixXd matrix;
  VectorXd gradient;
};

bool normal_equations(const SeparableProblem &problem, const VectorXd &p, NormalEquations &out)
{
  const Index m = p.size();
  out.chi_squared = 0.0;
  out.matrix = MatrixXd::Zero(m, m);
  out.gradient = VectorXd::Zero(m);
  for (const SpectrumGroup &group : problem.groups) {
    Projection at;
    if (!project(problem, group, p, true, at)) return false;
    out.chi_squared += at.residuals.squaredNorm();
    const Index q = at.at.basis.cols(), n = group.data.rows();
    const auto count = static_cast<Index>(at.at.derivatives.size());
    MatrixXd derivatives(n, count), factor(group.data.cols(), count);
    for (Index k = 0; k < count; ++k) {
      const BasisAt::Derivative &d = at.at.derivatives[static_cast<std::size_t>(k)];
      derivatives.col(k) = d.values;
      factor.col(k) = d.column < 0 ? group.weight : VectorXd(at.coefficients.row(d.column));
    }
    const MatrixXd along = at.residuals * factor;    // summed over spectra
    if (q > 0) derivatives -= at.Q * (at.Q.transpose() * derivatives);
    const MatrixXd products =
        (derivatives.transpose() * derivatives).cwiseProduct(factor.transpose() * factor);
    for (Index k = 0; k < count; ++k) {
      const Index i = at.at.derivatives[static_cast<std::size_t>(k)].parameter;
      out.gradient[i] -= derivatives.col(k).dot(along.col(k));
      for (Index l = 0; l < count; ++l)
        out.matrix(i, at.at.derivatives[static_cast<std::size_t>(l)].parameter) += products(k, l);
    }
  }
  return std::isfinite(out.chi_squared) && out.matrix.allFinite();
}

/// Change of p, and by how much it lowers chi-squared if the problem is linear.
struct Step {
  VectorXd change;
  double reduction;
};

std::optional<Step> step_of(const NormalEquations &e)
{
  const VectorXd length = e.matrix.diagonal().cwiseSqrt();
  if (!(length.minCoeff() > 0.0)) return std::nullopt;
  const VectorXd scale = length.cwiseInverse();
  const MatrixXd scaled = scale.asDiagonal() * e.matrix * scale.asDiagonal();
  const Eigen::LLT<MatrixXd> cholesky(scaled);
  if (cholesky.info() != Eigen::Success || cholesky.rcond() < 1e-13) return std::nullopt;
  const VectorXd scaled_gradient = scale.cwiseProduct(e.gradient);
  const VectorXd change = -cholesky.solve(scaled_gradient);
  return Step{scale.cwiseProduct(change), -change.dot(scaled_gradient)};
}

bool inside_bounds(const SeparableProblem &problem, const VectorXd &p)
{
  return (problem.lower.size() == 0 || (p.array() > problem.lower.array()).all()) &&
         (problem.upper.size() == 0 || (p.array() < problem.upper.array()).all());
}

Index basis_columns(const SeparableProblem &problem, const SpectrumGroup &group)
{
  BasisAt at;
  if (!problem.basis(group, problem.start, false, at))
    throw AnalysisError("separable fit: the model cannot be evaluated at the start");
  return at.basis.cols();
}

/// How p moves the coefficients of spectrum s: dc/dp, q x m, in weighted units.
MatrixXd response(const SpectrumGroup &group, const Projection &at, Index s, Index m)
{
  MatrixXd moved = MatrixXd::Zero(at.at.basis.cols(), m);
  if (m == 0) return moved;    // Eigen binds a reference to the first element of what it solves for
  for (const BasisAt::Derivative &d : at.at.derivatives)
    moved.col(d.parameter) -= (d.column < 0 ? group.weight[s] : at.coefficients(d.column, s)) *
                              (at.Q.transpose() * d.values);
  return at.R.triangularView<Eigen::Upper>().solve(moved);
}

/// Errors of p from the plane part of the Jacobian, then those of the coefficients.
void add_covariance(const SeparableProblem &problem, const std::vector<Projection> &at,
                    SeparableFit &fit)
{
  const Index m = problem.start.size();
  MatrixXd jacobian = MatrixXd::Zero(fit.data, m);
  Index row = 0;
  bool full = true;
  for (std::size_t g = 0; g < at.size(); ++g) {
    add_jacobian(problem.groups[g], at[g], false, row, jacobian);
    row += at[g].residuals.size();
    full = full && covariance_of(at[g].at.basis,
                                 std::vector<bool>(static_cast<std::size_t>(at[g].at.basis.cols())))
                       .full_rank;
  }
  const Covariance p = covariance_of(jacobian, fit.nonlinear.at_bound);
  fit.nonlinear.condition = p.condition;
  fit.nonlinear.covariance = p.matrix;
  if (!full || !p.full_rank) {
    fit.nonlinear.status = FitStatus::rank_deficient;
    fit.nonlinear.covariance.setConstant(NaN);
    if (!full)
      fit.nonlinear.message = "two components, or a component and the baseline, are the same";
    if (!p.full_rank) fit.nonlinear.message = "the data do not determine all parameters";
    return;
  }
  fit.covariance.topLeftCorner(m, m) = p.matrix;
  const MatrixXd known = p.matrix.array().isNaN().select(MatrixXd::Zero(m, m), p.matrix);
  MatrixXd moved(fit.parameters - m, m);
  MatrixXd own = MatrixXd::Zero(fit.parameters - m, fit.parameters - m);
  for (std::size_t g = 0; g < at.size(); ++g) {
    const Index q = at[g].at.basis.cols();
    if (q == 0) continue;
    const MatrixXd inverse = at[g].R.triangularView<Eigen::Upper>().solve(MatrixXd::Identity(q, q));
    for (Index s = 0; s < problem.groups[g].data.cols(); ++s) {
      const double w = problem.groups[g].weight[s];
      const Index first = fit.index(g, s, 0) - m;
      moved.middleRows(first, q) = response(problem.groups[g], at[g], s, m) / w;
      own.block(first, first, q, q) = inverse * inverse.transpose() / (w * w);
    }
  }
  fit.covariance.bottomRightCorner(own.rows(), own.cols()) =
      own + moved * known * moved.transpose();
  fit.covariance.bottomLeftCorner(own.rows(), m) = moved * known;
  fit.covariance.topRightCorner(m, own.rows()) = (moved * known).transpose();
}

}    // namespace

Index SeparableFit::index(std::size_t g, Index s, Index j) const
{
  Index first = nonlinear.parameters.size();
  for (std::size_t i = 0; i < g; ++i) first += coefficients[i].size();
  return first + s * coefficients[g].rows() + j;
}

LeastSquaresProblem projected(const SeparableProblem &problem)
{
  LeastSquaresProblem plain;
  plain.start = problem.start;
  plain.lower = problem.lower;
  plain.upper = problem.upper;
  plain.iteration_limit = problem.iteration_limit;
  plain.start_is_close = problem.start_is_close;
  for (const SpectrumGroup &group : problem.groups) {
    plain.residuals += group.data.size();
    plain.eliminated += group.data.cols() * basis_columns(problem, group);
  }
  plain.evaluate = [&problem](const VectorXd &p, VectorXd &r, MatrixXd *jacobian) {
    return evaluate(problem, p, r, jacobian);
  };
  return plain;
}

std::optional<VectorXd> close_minimum(const SeparableProblem &problem)
{
  VectorXd p = problem.start;
  if (p.size() == 0 || !inside_bounds(problem, p)) return std::nullopt;
  NormalEquations at;
  if (!normal_equations(problem, p, at)) return std::nullopt;
  std::optional<Step> step = step_of(at);
  for (int iteration = 0; iteration < 40 && step; ++iteration) {
    if (step->reduction < 1e-18 * at.chi_squared) return p;
    const VectorXd next = p + step->change;
    NormalEquations there;
    if (!inside_bounds(problem, next) || !normal_equations(problem, next, there)) break;
    const std::optional<Step> after = step_of(there);
    if (!after || !(after->reduction < step->reduction)) break;
    p = next;
    at = there;
    step = after;
  }
  // rounding ends the descent of the gradient, too
  if (step && step->reduction < 1e-14 * at.chi_squared) return p;
  return std::nullopt;
}

SeparableFit fit_separable(const SeparableProblem &problem)
{
  const LeastSquaresProblem plain = projected(problem);
  SeparableFit fit;
  fit.data = plain.residuals;
  fit.parameters = problem.start.size() + plain.eliminated;
  const std::optional<VectorXd> close =
      problem.start_is_close ? close_minimum(problem) : std::nullopt;
  if (close) {
    fit.nonlinear.parameters = *close;
    fit.nonlinear.at_bound.assign(static_cast<std::size_t>(close->size()), false);
    fit.nonlinear.status = FitStatus::converged;
    fit.nonlinear.message = "converged";
    fit.nonlinear.degrees_of_freedom = fit.data - fit.parameters;
  } else if (problem.start.size() > 0) {
    fit.nonlinear = least_squares(plain);
  } else {
    fit.nonlinear.status = FitStatus::converged;
    fit.nonlinear.message = "linear";
    fit.nonlinear.degrees_of_freedom = fit.data - fit.parameters;
    if (fit.data < fit.parameters) throw AnalysisError("separable fit: fewer data than parameters");
  }
  fit.covariance = MatrixXd::Constant(fit.parameters, fit.parameters, NaN);
  std::vector<Projection> at(problem.groups.size());
  fit.nonlinear.chi_squared = 0.0;
  for (std::size_t g = 0; g < at.size(); ++g) {
    if (!project(problem, problem.groups[g], fit.nonlinear.parameters, true, at[g])) {
      fit.nonlinear.status = FitStatus::failed;
      fit.nonlinear.message = "the model could not be evaluated";
      return fit;
    }
    fit.nonlinear.chi_squared += at[g].residuals.squaredNorm();
    fit.coefficients.push_back(at[g].coefficients *
                               problem.groups[g].weight.cwiseInverse().asDiagonal());
    fit.residuals.push_back(at[g].residuals);
  }
  if (fit.nonlinear.usable()) add_covariance(problem, at, fit);
  return fit;
}

}    // namespace softmode
