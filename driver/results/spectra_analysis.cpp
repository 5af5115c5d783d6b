// SPDX-License-Identifier: BSD-3-Clause
#include "results/spectra_analysis.h"

#include "softmode/analysis/error.h"
#include "softmode/analysis/spectra/conversion.h"
#include "support/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace softmode {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Blocks of time of all points in groups, one of which is left out at a time.
class BlockGroups {
 public:
  explicit BlockGroups(const std::vector<PointResult> &points)
  {
    std::size_t count = std::numeric_limits<std::size_t>::max();
    for (const PointResult &p : points) count = std::min(count, p.data.block_sizes.size());
    sizes.assign(count, 0.0);
    for (const PointResult &p : points) {
      group_of.emplace_back();
      const std::size_t n = p.data.block_sizes.size();
      for (std::size_t b = 0; b < n; ++b) {
        group_of.back().push_back(b * count / n);
        sizes[group_of.back().back()] += p.data.block_sizes[b];
      }
    }
  }

  std::vector<double> weights_of(std::size_t point, const std::vector<double> &weights) const
  {
    std::vector<double> own;
    for (const std::size_t g : group_of[point]) own.push_back(weights[g]);
    return own;
  }

  std::vector<double> sizes;

 private:
  std::vector<std::vector<std::size_t>> group_of;
};

WavenumberRange window_of_all(const std::vector<PointResult> &points, BandResult PointResult::*band)
{
  WavenumberRange range = (points.front().*band).window;
  for (const PointResult &p : points) {
    range.low = std::min(range.low, (p.*band).window.low);
    range.high = std::max(range.high, (p.*band).window.high);
  }
  return range;
}

Spectrum spectrum_of(const PointResult &p, const std::string &group,
                     const std::vector<double> &weights)
{
  Spectrum s;
  s.wavenumber = p.data.wavenumber;
  s.intensity = p.data.spectra.at(group).mean(p.data.block_sizes, weights);
  for (double &v : s.intensity) v /= p.point.temperature_K;
  s.temperature_K = p.point.temperature_K;
  s.cycle = p.point.branch == Branch::unknown ? p.point.replica : p.point.cycle;
  s.branch = p.point.branch;
  s.label = group;
  s.file = p.point.id;
  if (s.wavenumber.front() <= 0.0) {    // a measured axis has no zero
    s.wavenumber.erase(s.wavenumber.begin());
    s.intensity.erase(s.intensity.begin());
  }
  return s;
}

class Analysis {
 public:
  Analysis(const std::vector<PointResult> &points_, const std::string &group_,
           const WavenumberRange &range_) :
      points(points_),
      group(group_), range(range_), blocks(points_)
  {
  }

  /// centres: of tight and loose, fixed; empty: found.
  StretchAnalysis of(const std::string &name, const std::vector<double> &centres = {})
  {
    StretchAnalysis a;
    a.name = name;
    a.request.lines.centres = centres;
    a.request.lines.fix_centres = !centres.empty();
    a.window = range;
    a.request.window = range;
    a.request.bootstrap_samples = 0;
    try {
      a.prepared = prepare(std::vector<double>(blocks.sizes.size(), 1.0));
      a.prepared.notes = {"simulated; divided by temperature and by the highest value of all",
                          "neighbouring points are closer than the resolution and share noise, "
                          "which the scores and tests of competing models do not know: they are "
                          "surer than they should be"};
      a.fit = fit_spectra(a.prepared, a.request);
    } catch (const Error &error) {
      if (error.code != ExitCode::analysis && error.code != ExitCode::spectra) throw;
      a.fit.warnings.push_back(error.what());
    } catch (const AnalysisError &error) {    // too few points in the window
      a.fit.warnings.push_back(error.what());
    }
    if (a.fit.log_K) errors(a);
    return a;
  }

 private:
  PreparedSpectra prepare(const std::vector<double> &weights)
  {
    PreparedSpectra p;
    for (std::size_t i = 0; i < points.size(); ++i)
      p.series.spectra.push_back(
          window(spectrum_of(points[i], group, blocks.weights_of(i, weights)), range));
    if (scale == 0.0)
      for (const Spectrum &s : p.series.spectra)
        scale = std::max(scale, *std::max_element(s.intensity.begin(), s.intensity.end()));
    if (!(scale > 0.0))
      fail(ExitCode::analysis, "{}: no intensity between {:.0f} and {:.0f} cm-1", group, range.low,
           range.high);
    for (Spectrum &s : p.series.spectra) {
      for (double &v : s.intensity) v /= scale;
      p.spectra.push_back(for_fit(s));
    }
    return p;
  }

  /// ln K at each point, then parameters of the van't Hoff fits.
  std::vector<double> derived(const StretchAnalysis &a, const std::vector<double> &weights)
  {
    const std::vector<FitSpectrum> spectra = prepare(weights).spectra;
    LineOptions lines = a.request.lines;
    lines.baseline = a.request.baseline.order;
    lines.start_is_close = true;
    lines.centres.clear();
    for (const LineEstimate &l : a.fit.components->components) {
      lines.centres.push_back(l.centre.value);
      lines.widths.push_back(l.widths.front());
    }
    const GlobalFit fit = fit_components(spectra, 2, lines);
    const LogKData K = log_K_of_areas(fit, spectra, a.fit.tight, a.fit.loose, a.request.ratio);
    std::vector<double> numbers(K.log_K.data(), K.log_K.data() + K.log_K.size());
    for (const bool heat_capacity : {false, true}) {
      if (different_temperatures(spectra) < (heat_capacity ? 3u : 2u)) continue;
      const Eigen::VectorXd x =
          fit_vant_hoff_of_areas(
              fit, spectra, a.fit.tight, a.fit.loose, a.request.ratio,
              {heat_capacity, a.request.reference_K, ErrorScaling::enlarged, 0.0})
              .thermodynamics.parameters;
      numbers.insert(numbers.end(), x.data(), x.data() + x.size());
    }
    return numbers;
  }

  void errors(StretchAnalysis &a)
  {
    std::vector<Estimate> all;
    try {
      all = jackknife_all(blocks.sizes,
                          [&](const std::vector<double> &weights) { return derived(a, weights); });
    } catch (const AnalysisError &error) {
      a.fit.warnings.push_back(fmt::format(
          "errors of K: without one block of time there is no fit ({}); K is given without error",
          error.what()));
      for (const double ln_K : a.fit.log_K->log_K) a.log_K.push_back({ln_K, missing});
      return;
    }
    const auto n = static_cast<std::ptrdiff_t>(points.size());
    a.log_K.assign(all.begin(), all.begin() + n);
    all.erase(all.begin(), all.begin() + n);
    if (all.size() >= 2) a.vant_hoff.assign(all.begin(), all.begin() + 2);
    if (all.size() >= 5) a.vant_hoff_dCp.assign(all.begin() + 2, all.begin() + 5);
  }

  const std::vector<PointResult> &points;
  const std::string group;
  const WavenumberRange range;
  const BlockGroups blocks;
  double scale = 0.0;
};

/// Mean over the spectra at a temperature that have a band; nullopt if none has.
std::optional<double> position_at(const StretchAnalysis &a, const std::vector<PointResult> &points,
                                  double temperature_K)
{
  double sum = 0.0, count = 0.0;
  for (std::size_t i = 0; i < a.fit.bands.size(); ++i) {
    if (points[i].point.temperature_K != temperature_K || !a.fit.bands[i]) continue;
    sum += a.fit.bands[i]->position.value;
    ++count;
  }
  return count > 0.0 ? std::optional(sum / count) : std::nullopt;
}

/// The stretch with centres found, then with fixed ones where it has them.
void add_both(std::vector<StretchAnalysis> &all, const std::string &name,
              const std::vector<PointResult> &points, const std::string &group)
{
  Analysis analysis(points, group, window_of_all(points, &PointResult::asymmetric));
  all.push_back(analysis.of(name));
  const auto cold = position_at(all.back(), points, points.front().point.temperature_K),
             hot = position_at(all.back(), points, points.back().point.temperature_K);
  if (!cold || !hot) return;
  if (const auto centres = centres_as_in_the_source(*cold, *hot); !centres.empty())
    all.push_back(analysis.of(name + with_fixed_centres, centres));
}

}    // namespace

std::vector<double> centres_as_in_the_source(double cold_cm, double hot_cm)
{
  const double shift = cold_cm - hot_cm;
  if (!(shift > 0.0)) return {};
  return {cold_cm + shift * 1.2 / 5.8, hot_cm - shift * 2.0 / 5.8};
}

StretchAnalysis analyse_stretch(const std::string &name, const std::vector<PointResult> &points,
                                const std::string &group, BandResult PointResult::*band)
{
  return Analysis(points, group, window_of_all(points, band)).of(name);
}

std::vector<StretchAnalysis> analyse_stretches(const MaterialResult &m)
{
  std::vector<StretchAnalysis> all;
  add_both(all, "asymmetric", m.points, "asymmetric");
  all.push_back(analyse_stretch("symmetric", m.points, "symmetric", &PointResult::symmetric));
  const bool flux = std::all_of(m.points.begin(), m.points.end(),
                                [](const PointResult &p) { return p.data.has_flux(); });
  if (!flux) return all;
  add_both(all, "infrared asymmetric", m.points, "flux");
  all.push_back(analyse_stretch("infrared symmetric", m.points, "flux", &PointResult::symmetric));
  return all;
}

std::optional<double> deviation_in_errors(const StretchAnalysis &analysis, const PointResult &point,
                                          std::size_t i)
{
  if (analysis.log_K.empty() || !point.log_K || !std::isfinite(analysis.log_K[i].error))
    return std::nullopt;
  return (analysis.log_K[i].value - point.log_K->value) /
         std::hypot(analysis.log_K[i].error, point.log_K->error);
}

}    // namespace softmode
