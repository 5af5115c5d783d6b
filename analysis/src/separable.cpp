// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/separable.h"

#include <Eigen/QR>

#include <cmath>
#include <limits>
#include <stdexcept>

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

Index basis_columns(const SeparableProblem &problem, const SpectrumGroup &group)
{
  BasisAt at;
  if (!problem.basis(group, problem.start, false, at))
    throw std::invalid_argument("separable fit: the model cannot be evaluated at the start");
  return at.basis.cols();
}

/// How p moves the coefficients of spectrum s: dc/dp, q x m, in weighted units.
MatrixXd response(const SpectrumGroup &group, const Projection &at, Index s, Index m)
{
  MatrixXd moved = MatrixXd::Zero(at.at.basis.cols(), m);
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
  for (const SpectrumGroup &group : problem.groups) {
    plain.residuals += group.data.size();
    plain.eliminated += group.data.cols() * basis_columns(problem, group);
  }
  plain.evaluate = [&problem](const VectorXd &p, VectorXd &r, MatrixXd *jacobian) {
    return evaluate(problem, p, r, jacobian);
  };
  return plain;
}

SeparableFit fit_separable(const SeparableProblem &problem)
{
  const LeastSquaresProblem plain = projected(problem);
  SeparableFit fit;
  fit.data = plain.residuals;
  fit.parameters = problem.start.size() + plain.eliminated;
  if (problem.start.size() > 0) {
    fit.nonlinear = least_squares(plain);
  } else {
    fit.nonlinear.status = FitStatus::converged;
    fit.nonlinear.message = "linear";
    fit.nonlinear.degrees_of_freedom = fit.data - fit.parameters;
    if (fit.data < fit.parameters)
      throw std::invalid_argument("separable fit: fewer data than parameters");
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
