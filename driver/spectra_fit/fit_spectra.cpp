// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/fit_spectra.h"

#include "softmode/analysis/distributions.h"
#include "softmode/analysis/error.h"
#include "support/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

class Fits {
 public:
  Fits(const PreparedSpectra &p, const FitRequest &r) :
      prepared(p), spectra(p.spectra), request(r), temperatures(different_temperatures(p.spectra))
  {
    lines = request.lines;
    lines.baseline = request.baseline.order;
  }

  SpectraFit all()
  {
    single_bands();
    slopes();
    attempt("components", [this] { components(); });
    if (!fit.components &&
        std::none_of(fit.bands.begin(), fit.bands.end(), [](const auto &b) { return b; }))
      fail(ExitCode::spectra,
           "{}: no band can be fitted to any of {} spectra ({}); choose a --window around one band "
           "and look at the spectra",
           prepared.series.spectra[0].file, spectra.size(), fit.warnings.front());
    if (request.components == 2) equilibrium();
    if (!prepared.states.empty()) attempt("parts of the redshift", [this] { redshift_parts(); });
    if (temperatures > 1)
      attempt("models", [this] { models(); });
    else
      fit.warnings.push_back("one temperature only: no slope, no van't Hoff analysis and no "
                             "comparison of models; give spectra of other temperatures");
    return std::move(fit);
  }

 private:
  template <class Function> void attempt(const std::string &what, const Function &function)
  {
    try {
      function();
    } catch (const AnalysisError &error) {
      fit.warnings.push_back(what + ": " + error.what());
    }
  }

  void single_bands()
  {
    for (std::size_t i = 0; i < spectra.size(); ++i) {
      fit.bands.emplace_back();
      const FitSpectrum &s = spectra[i];
      attempt("band at " + condition_of(prepared.series.spectra[i]), [&] {
        fit.bands[i] = fit_single_band(s, {s.wavenumber.front(), s.wavenumber.back()},
                                       {lines.shape, lines.baseline});
      });
    }
  }

  void slopes()
  {
    const std::pair<const char *, Estimate SingleBand::*> kinds[] = {
        {"fitted position", &SingleBand::position},
        {"centroid", &SingleBand::centroid},
        {"maximum", &SingleBand::maximum}};
    for (const auto &kind : kinds) {
      std::vector<BandPosition> positions;
      std::set<double> different;
      for (std::size_t i = 0; i < spectra.size(); ++i) {
        if (!fit.bands[i]) continue;
        const Estimate e = (*fit.bands[i]).*kind.second;
        if (!std::isfinite(e.value) || !(e.error > 0.0)) continue;
        positions.push_back({spectra[i].temperature_K, e, spectra[i].cycle, spectra[i].cooling});
        different.insert(spectra[i].temperature_K);
      }
      if (different.size() < 2) continue;
      attempt(std::string("slope of the ") + kind.first, [&] {
        fit.slopes.push_back({kind.first, analyse_redshift(positions)});
      });
    }
  }

  void components()
  {
    GlobalFit found = fit_components(spectra, request.components, lines);
    take_warnings("components", found.quality);
    if (!found.quality.usable()) {
      fit.warnings.push_back(fmt::format("{} components: {}; no areas and no populations are given",
                                         request.components, found.quality.message));
      return;
    }
    if (request.components > 1 && !lines.fix_centres &&
        one_line_suffices(spectra, lines, found.quality)) {
      fit.warnings.push_back(fmt::format("{} components: one line that is the same in all spectra "
                                         "describes them as well; no areas and no populations are "
                                         "given",
                                         request.components));
      return;
    }
    // as in fit_two_state(): tight is the one given first, else that of the higher wavenumber
    if (request.components == 2 && lines.centres.empty()) {
      fit.tight = 1;
      fit.loose = 0;
    }
    fit.components = std::move(found);
  }

  void take_warnings(const std::string &what, const FitQuality &quality)
  {
    for (const std::string &w : quality.warnings) {
      const std::string text = what + ": " + w;
      if (std::find(fit.warnings.begin(), fit.warnings.end(), text) == fit.warnings.end())
        fit.warnings.push_back(text);
    }
  }

  void equilibrium()
  {
    if (fit.components)
      attempt("equilibrium constants", [this] {
        fit.log_K = log_K_of_areas(*fit.components, spectra, fit.tight, fit.loose, request.ratio);
      });
    std::vector<VantHoffFit> steps;    // two-step fits, and where they stand in the list
    std::vector<std::size_t> places;
    for (const bool heat_capacity : {false, true}) {
      const std::string with = heat_capacity ? " with dCp" : "";
      if (temperatures < (heat_capacity ? 3u : 2u)) {
        if (temperatures > 1) fit.warnings.push_back("two temperatures only: dCp cannot be fitted");
        continue;
      }
      if (fit.log_K)
        attempt("two-step" + with, [&] {
          const VantHoffOptions options{heat_capacity, request.reference_K, ErrorScaling::enlarged,
                                        request.temperature_error_K};
          const VantHoffResult r = fit_vant_hoff_of_areas(*fit.components, spectra, fit.tight,
                                                          fit.loose, request.ratio, options);
          fit.equilibrium.push_back(
              {"two-step" + with, r.thermodynamics, r.chi_squared, r.degrees_of_freedom});
          warn_of_scatter("two-step" + with, r);
          places.push_back(fit.equilibrium.size() - 1);
          steps.push_back({options, r});
        });
      attempt("one-step" + with, [&] { one_step("one-step" + with, heat_capacity); });
    }
    if (!steps.empty() && request.bootstrap_samples > 0)
      attempt("errors of the two-step fits", [&] { two_step_errors_of(steps, places); });
  }

  void warn_of_scatter(const std::string &name, const VantHoffResult &r)
  {
    if (r.degrees_of_freedom < 1 ||
        chi_squared_probability(r.chi_squared, r.degrees_of_freedom) > 1e-3)
      return;
    fit.warnings.push_back(fmt::format(
        "{}: ln K scatters about the fit by {:.1f} times its errors; errors of covariance and "
        "profile are as many times larger, and this model of ln K(T) does not describe the data",
        name, std::sqrt(r.chi_squared / r.degrees_of_freedom)));
  }

  void two_step_errors_of(const std::vector<VantHoffFit> &steps,
                          const std::vector<std::size_t> &places)
  {
    const auto errors =
        two_step_errors({spectra, lines, *fit.components, fit.tight, fit.loose, request.ratio},
                        steps, bootstrap_options(), tabulated_temperatures(spectra));
    for (std::size_t i = 0; i < errors.size(); ++i) fit.equilibrium[places[i]].errors = errors[i];
  }

  BootstrapOptions bootstrap_options()
  {
    const ResamplingChoice choice = choose_resampling(spectra, request.resampling);
    if (request.resampling == Resampling::cycles && choice.resampling != Resampling::cycles &&
        fit.resampling.empty())
      fit.warnings.push_back("--bootstrap-over cycles: not done, but " + choice.reason);
    fit.resampling = choice.reason;
    BootstrapOptions options;
    options.resampling = choice.resampling;
    options.samples = request.bootstrap_samples;
    options.threads = request.threads;
    return options;
  }

  void one_step(const std::string &name, bool heat_capacity)
  {
    TwoStateOptions options;
    options.lines = lines;
    options.heat_capacity = heat_capacity;
    options.reference_K = request.reference_K;
    options.ratio = request.ratio;
    options.fit_ratio = request.fit_ratio;
    options.shared_area = request.fit_ratio;    // else only ratio x K is determined
    options.temperature_error_K = request.temperature_error_K;
    const TwoStateFit found = fit_two_state(spectra, options);
    take_warnings(name, found.quality);
    if (!found.quality.usable()) {
      fit.warnings.push_back(name + ": " + found.quality.message);
      return;
    }
    fit.equilibrium.push_back({name, found.thermodynamics, found.quality.chi_squared,
                               found.quality.data - found.quality.parameters, found});
    if (request.bootstrap_samples == 0) return;
    const std::size_t place = fit.equilibrium.size() - 1;
    attempt("errors of the " + name + " fit", [&] {
      fit.equilibrium[place].errors = one_step_errors(spectra, options, found, bootstrap_options(),
                                                      tabulated_temperatures(spectra));
    });
  }

  /// Centres of the states from spectra of each alone, populations from K of the others.
  void redshift_parts()
  {
    if (!fit.log_K)
      throw AnalysisError("spectra of both states do not give populations, see above");
    const auto key = [](double T) { return std::lround(100.0 * T); };
    std::map<long, std::vector<Estimate>> tight, loose, log_K;
    for (const StateSpectrum &s : prepared.states) {
      const FitSpectrum f = for_fit(s.spectrum);
      const SingleBand band = fit_single_band(f, {f.wavenumber.front(), f.wavenumber.back()},
                                              {lines.shape, lines.baseline});
      (s.loose ? loose : tight)[key(f.temperature_K)].push_back(band.position);
    }
    for (std::size_t i = 0; i < spectra.size(); ++i) {
      const auto k = static_cast<Eigen::Index>(i);
      log_K[key(spectra[i].temperature_K)].push_back(
          {fit.log_K->log_K[k], std::sqrt(fit.log_K->covariance(k, k))});
    }
    for (const auto &[T, at] : log_K) {
      if (!tight.count(T) || !loose.count(T)) continue;
      const Estimate mean = weighted_mean(at);
      // the share in the intensity, in which a loose bond counts `ratio` times
      const double x = 1.0 / (1.0 + std::exp(-mean.value) / request.ratio.value);
      fit.centres.push_back({0.01 * static_cast<double>(T),
                             {x, x * (1.0 - x) * mean.error},
                             weighted_mean(tight[T]),
                             weighted_mean(loose[T])});
    }
    fit.parts = decompose_redshift(fit.centres);
  }

  void models()
  {
    CompetingOptions options;
    options.shape = lines.shape;
    if (lines.centres.size() == 2) options.centres = lines.centres;
    options.heat_capacity = temperatures > 3;
    options.baseline = lines.baseline;
    fit.models = compare_models(spectra, options);
  }

  const PreparedSpectra &prepared;
  const std::vector<FitSpectrum> &spectra;
  const FitRequest &request;
  const std::size_t temperatures;
  LineOptions lines;
  SpectraFit fit;
};

}    // namespace

std::size_t different_temperatures(const std::vector<FitSpectrum> &spectra)
{
  std::set<long> different;
  for (const FitSpectrum &s : spectra) different.insert(std::lround(100.0 * s.temperature_K));
  return different.size();
}

std::vector<double> tabulated_temperatures(const std::vector<FitSpectrum> &spectra)
{
  std::set<long> hundredths{std::lround(100.0 * reference_temperature_K)};
  for (const FitSpectrum &s : spectra) hundredths.insert(std::lround(100.0 * s.temperature_K));
  std::vector<double> temperatures;
  for (const long t : hundredths) temperatures.push_back(0.01 * static_cast<double>(t));
  return temperatures;
}

std::string condition_of(const Spectrum &s)
{
  std::string text = fmt::format("{:.2f} K", s.temperature_K);
  if (s.branch != Branch::unknown) text += fmt::format(" {}", name_of(s.branch));
  if (s.cycle > 0) text += fmt::format(" {}", s.cycle);
  return text;
}

SpectraFit fit_spectra(const PreparedSpectra &prepared, const FitRequest &request)
{
  return Fits(prepared, request).all();
}

}    // namespace softmode
