// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/fit_spectra.h"

#include "support/error.h"

#include <algorithm>
#include <cmath>
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
    } catch (const Error &) {
      throw;
    } catch (const std::exception &error) {
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
    for (const bool heat_capacity : {false, true}) {
      const std::string with = heat_capacity ? " with dCp" : "";
      if (temperatures < (heat_capacity ? 3u : 2u)) {
        if (temperatures > 1) fit.warnings.push_back("two temperatures only: dCp cannot be fitted");
        continue;
      }
      if (fit.log_K)
        attempt("two-step" + with, [&] {
          const VantHoffResult r = two_step(heat_capacity);
          fit.equilibrium.push_back(
              {"two-step" + with, r.thermodynamics, r.chi_squared, r.degrees_of_freedom});
        });
      attempt("one-step" + with, [&] { one_step("one-step" + with, heat_capacity); });
    }
  }

  VantHoffResult two_step(bool heat_capacity)
  {
    const VantHoffOptions options{heat_capacity, request.reference_K, ErrorScaling::given};
    if (!(request.temperature_error_K > 0.0))
      return fit_vant_hoff_of_areas(*fit.components, spectra, fit.tight, fit.loose, request.ratio,
                                    options);
    LogKData data = *fit.log_K;
    data.temperature_error_K = request.temperature_error_K;
    return fit_vant_hoff(data, options);
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
    const TwoStateFit found = fit_two_state(spectra, options);
    take_warnings(name, found.quality);
    if (!found.quality.usable()) {
      fit.warnings.push_back(name + ": " + found.quality.message);
      return;
    }
    fit.equilibrium.push_back({name, found.thermodynamics, found.quality.chi_squared,
                               found.quality.data - found.quality.parameters, found});
    if (request.bootstrap_samples == 0) return;
    BootstrapOptions bootstrap;
    bootstrap.samples = request.bootstrap_samples;
    attempt("errors of the " + name + " fit", [&] {
      fit.errors = two_state_errors(spectra, options, found, bootstrap);
      fit.errors_of = name;
    });
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
