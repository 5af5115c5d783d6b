// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/jcamp_lenient.h"

#include <algorithm>
#include <cmath>

namespace softmode::spectra {

namespace {

constexpr double largest_misfit =
    0.01;    // of a step and DELTAX, as for files with the right NPOINTS

constexpr double largest_deviation = 0.3;    // of a line from its point, in steps

std::vector<FoundAxis> candidates(const JcampAxis &said, std::optional<double> delta,
                                  const std::vector<double> &ordinates)
{
  const std::size_t found = ordinates.size();
  std::vector<FoundAxis> all;
  const auto add = [&](std::size_t points, double step, std::string note) {
    if (points < fewest_points || step == 0.0) return;
    all.push_back({{points, said.first, step, said.last_digit}, std::move(note)});
  };
  const bool zeros = found > said.points &&
                     std::all_of(ordinates.begin() + static_cast<std::ptrdiff_t>(said.points),
                                 ordinates.end(), [](double y) { return y == 0.0; });
  if (zeros)
    add(said.points, said.step,
        fmt::format("the table ends with {} beyond the {} ordinates of ##NPOINTS, left out",
                    found - said.points == 1 ? "a zero" : "zeros", said.points));
  const double length = said.step * static_cast<double>(said.points - 1);
  add(found, length / static_cast<double>(std::max<std::size_t>(found, 2) - 1),
      fmt::format("##NPOINTS is {}, but there are {} points from ##FIRSTX to ##LASTX, which were "
                  "taken",
                  said.points, found));
  for (const double step : {said.step, delta.value_or(said.step)})
    add(found, step,
        fmt::format("##NPOINTS is {}, but there are {} points, which end at {:.8g} by the "
                    "abscissas of the lines",
                    said.points, found, said.first + step * (static_cast<double>(found) - 1.0)));
  return all;
}

// the largest of all lines, in steps; nullopt if one fails its check
std::optional<double> misfit(const JcampAxis &axis, double factor, const LineStarts &lines)
{
  double largest = 0.0;
  AbscissaCheck check(axis, factor, true);
  for (const auto &[line, place] : lines) {
    check(line, place);
    largest = std::max(largest, check.deviation(line));
  }
  return check.note_of_failures() ? std::nullopt : std::optional(largest);
}

}    // namespace

std::optional<FoundAxis> axis_of_lines(const JcampAxis &said, std::optional<double> delta,
                                       double factor, const LineStarts &lines,
                                       const std::vector<double> &ordinates)
{
  if (lines.size() < 2 && !delta) return std::nullopt;
  std::optional<FoundAxis> best;
  double least = 0.0;
  for (FoundAxis &candidate : candidates(said, delta, ordinates)) {
    const double step = candidate.axis.step;
    if (delta && std::fabs(*delta - step) > largest_misfit * std::fabs(step)) continue;
    const auto here = misfit(candidate.axis, factor, lines);
    if (!here || *here > largest_deviation || (best && *here >= least)) continue;
    best = std::move(candidate);
    least = *here;
  }
  return best;
}

}    // namespace softmode::spectra
