// SPDX-License-Identifier: GPL-2.0-only
// Which bond state a carboxylate or a metal-oxygen bond was in during a segment of a spectrum. Pure: no
// LAMMPS header.
#pragma once

#include "core/segment_spectrum.h"
#include "softmode/definitions/carboxylates.h"

#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

namespace softmode {

/// State of a carboxylate (all its bonds) or of one bond over a whole window.
enum class WindowState : int {
  tight = 0,
  loose = 1,
  mixed = 2,       ///< some bonds tight, some loose, the same ones throughout
  changing = 3,    ///< a bond changed its state within the window
  unbound = 4      ///< no bond that could have a state
};

/// States and weights of all bonds at one sample; state -1 is an absent bond, which counts as loose.
struct BondSample {
  std::vector<std::int8_t> states;
  std::vector<double> weights;
};

/// States over the segment that is being filled. Bonds may join at its end; they were absent before.
class StateHistory {
 public:
  StateHistory() = default;
  StateHistory(std::size_t ncarboxylates, int samples) :
      samples_per_segment(samples), bonds_of(ncarboxylates)
  {
  }

  /// Add a sample to the segment; `bonds` are those of the sample, in their order.
  void add(const BondSample &sample, const std::vector<MetalCarboxylateBond> &bonds)
  {
    for (std::size_t b = known; b < sample.states.size(); ++b)
      bonds_of[bonds[b].carboxylate].push_back(static_cast<int>(b));
    known = std::max(known, sample.states.size());
    history.push_back(sample);
  }

  /// Forget the first `hop` samples, after a segment.
  void keep_overlap(int hop) { history.erase(history.begin(), history.begin() + hop); }
  void clear() { history.clear(); }

  WindowState of_bond(std::size_t bond) const
  {
    const bool first = is_loose(0, bond);
    for (std::size_t s = 1; s < history.size(); ++s)
      if (is_loose(s, bond) != first) return WindowState::changing;
    return first ? WindowState::loose : WindowState::tight;
  }

  WindowState of_carboxylate(std::size_t carboxylate) const
  {
    bool tight = false, loose = false;
    for (const int bond : bonds_of[carboxylate]) {
      const WindowState state = of_bond(static_cast<std::size_t>(bond));
      if (state == WindowState::changing) return state;
      (state == WindowState::loose ? loose : tight) = true;
    }
    if (!tight && !loose) return WindowState::unbound;
    return tight && loose ? WindowState::mixed : loose ? WindowState::loose : WindowState::tight;
  }

  /// Mean weight of the bonds of a carboxylate over the segment, with the squares of the window as the
  /// spectrum has them. Absent bonds count as 1. Needs a bond.
  double mean_weight(std::size_t carboxylate, const std::vector<double> &window) const
  {
    double sum = 0.0, norm = 0.0;
    for (std::size_t s = 0; s < history.size(); ++s)
      for (const int bond : bonds_of[carboxylate]) {
        const double h2 = window[s] * window[s];
        norm += h2;
        sum += h2 * weight(s, static_cast<std::size_t>(bond));
      }
    return sum / norm;
  }

  std::vector<double> pack() const
  {
    std::vector<double> data{static_cast<double>(history.size())};
    for (const BondSample &s : history) {
      data.push_back(static_cast<double>(s.states.size()));
      for (std::size_t b = 0; b < s.states.size(); ++b)
        data.insert(data.end(), {static_cast<double>(s.states[b]), s.weights[b]});
    }
    return data;
  }

  /// Restore what pack() gave; `next` is moved behind it.
  void unpack(const double *&next, const std::vector<MetalCarboxylateBond> &bonds)
  {
    clear();
    for (auto n = static_cast<std::size_t>(*next++); n > 0; --n) {
      BondSample s;
      for (auto b = static_cast<std::size_t>(*next++); b > 0; --b) {
        s.states.push_back(static_cast<std::int8_t>(*next++));
        s.weights.push_back(*next++);
      }
      add(s, bonds);
    }
  }

  int samples_per_segment = 0;
  std::vector<BondSample> history;

 private:
  bool is_loose(std::size_t sample, std::size_t bond) const
  {
    const auto &states = history[sample].states;
    return bond >= states.size() || states[bond] != 0;
  }
  double weight(std::size_t sample, std::size_t bond) const
  {
    const BondSample &s = history[sample];
    return bond < s.states.size() && s.states[bond] >= 0 ? s.weights[bond] : 1.0;
  }

  std::vector<std::vector<int>> bonds_of;    // by carboxylate
  std::size_t known = 0;
};

/// Mean wavenumber of a power spectrum between low and high (cm-1), where the axis is given by
/// wavenumber(k). NaN where there is no power.
template <class Axis>
double centroid(const std::vector<double> &power, const Axis &wavenumber, double low, double high)
{
  double sum = 0.0, norm = 0.0;
  for (std::size_t k = 0; k < power.size(); ++k) {
    const double nu = wavenumber(static_cast<int>(k));
    if (nu < low || nu > high) continue;
    norm += power[k];
    sum += nu * power[k];
  }
  return sum / norm;
}

/// Straight line through windows, with standard errors from the blocks (delete-one jackknife), which
/// knows that neighbouring windows and windows of one carboxylate are not independent.
struct FittedLine {
  double windows = 0;
  double slope = NAN, slope_error = NAN;
  double at_zero = NAN, at_zero_error = NAN;
};

inline FittedLine fit_line(const std::vector<SpectrumBlock> &blocks, std::size_t line)
{
  const auto solve = [](const LineSums &s) {
    const double det = s.n * s.xx - s.x * s.x;
    const double slope = (s.n * s.xy - s.x * s.y) / det;
    return std::make_pair(slope, (s.y - slope * s.x) / s.n);
  };
  LineSums all;
  for (const SpectrumBlock &b : blocks) all.add(b.lines[line]);
  FittedLine fit;
  fit.windows = all.n;
  if (all.n < 3.0 || !(all.n * all.xx - all.x * all.x > 0.0)) return fit;
  std::tie(fit.slope, fit.at_zero) = solve(all);
  const double n = static_cast<double>(blocks.size());
  if (n < 2.0) return fit;
  double slope_variance = 0.0, zero_variance = 0.0;
  for (const SpectrumBlock &b : blocks) {
    const LineSums &s = b.lines[line];
    const auto [slope, zero] =
        solve({all.n - s.n, all.x - s.x, all.y - s.y, all.xx - s.xx, all.xy - s.xy});
    slope_variance += (slope - fit.slope) * (slope - fit.slope);
    zero_variance += (zero - fit.at_zero) * (zero - fit.at_zero);
  }
  fit.slope_error = std::sqrt(slope_variance * (n - 1.0) / n);
  fit.at_zero_error = std::sqrt(zero_variance * (n - 1.0) / n);
  return fit;
}

}    // namespace softmode
