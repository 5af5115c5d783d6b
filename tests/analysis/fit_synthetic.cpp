// SPDX-License-Identifier: BSD-3-Clause
// For compare_lmfit.py and compare_fityk.py: writes synthetic spectra as CSV to a file, and single bands of each shape
// beside it, fits them, prints parameters, errors and times.
// fit_synthetic <file.csv> <cycles> <points>
#include "softmode/analysis/global_fit.h"
#include "softmode/analysis/single_band.h"
#include "softmode/analysis/uncertainty.h"

#include "synthetic.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

using namespace softmode;

namespace {

void write(const char *path, const std::vector<FitSpectrum> &spectra)
{
  std::ofstream file(path);
  file.precision(17);
  file << "wavenumber_cm";
  for (const FitSpectrum &s : spectra) file << "," << s.temperature_K;
  file << "\n";
  for (std::size_t i = 0; i < spectra[0].wavenumber.size(); ++i) {
    file << spectra[0].wavenumber[i];
    for (const FitSpectrum &s : spectra) file << "," << s.intensity[i];
    file << "\n";
  }
}

void print(const char *name, const Estimate &e)
{
  std::printf("%s %.15g %.15g\n", name, e.value, e.error);
}

double seconds(std::clock_t begin)
{
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

/// One band of each shape on a line with noise: position, widths and area as single.<shape>.<name>.
void fit_single_bands(const std::string &path)
{
  const std::vector<std::pair<LineShape, LineWidths>> bands{{LineShape::gaussian, {16.0, 0.0}},
                                                            {LineShape::lorentzian, {12.0, 0.0}},
                                                            {LineShape::voigt, {12.0, 6.0}},
                                                            {LineShape::pseudo_voigt, {14.0, 0.4}}};
  std::mt19937 random(302);
  for (const auto &[shape, widths] : bands) {
    FitSpectrum s = synthetic::spectrum(synthetic::axis(1540.0, 1640.0, 401),
                                        {{1592.3, 20.0, widths, shape}}, 0.1, 1e-3);
    s.temperature_K = 300.0;
    synthetic::add_noise(s, 0.01, random);
    write((path + "." + name_of(shape)).c_str(), {s});
    const SingleBand band = fit_single_band(s, {1540.0, 1640.0}, {shape, 1});
    const std::string prefix = "single." + name_of(shape) + ".";
    print((prefix + "position").c_str(), band.position);
    print((prefix + "area").c_str(), band.area);
    for (std::size_t k = 0; k < static_cast<std::size_t>(width_count(shape)); ++k)
      print((prefix + "width_" + std::to_string(k)).c_str(),
            {band.widths[k], band.width_errors[k]});
  }
}

}    // namespace

int main(int argc, char **argv)
{
  if (argc != 4) return 2;
  std::mt19937 random(301);
  synthetic::TwoState model;
  model.cycles = std::atoi(argv[2]);
  model.points = std::atoi(argv[3]);
  model.loose = 1583.0;
  auto spectra = model.spectra();
  for (FitSpectrum &s : spectra) synthetic::add_noise(s, 0.01, random);
  write(argv[1], spectra);
  fit_single_bands(argv[1]);

  std::clock_t begin = std::clock();
  const GlobalFit areas = fit_components(spectra, 2);
  std::printf("seconds.areas %.6g 0\n", seconds(begin));
  if (!areas.quality.usable()) return 1;
  print("areas.centre_loose", areas.components[0].centre);
  print("areas.centre_tight", areas.components[1].centre);
  print("areas.fwhm_loose", areas.components[0].fwhm[0]);
  print("areas.fwhm_tight", areas.components[1].fwhm[0]);
  for (Eigen::Index s = 0; s < areas.area.cols(); ++s)
    for (const Eigen::Index c : {0, 1})
      print(("areas.area" + std::string(c ? "_tight_" : "_loose_") + std::to_string(s)).c_str(),
            {areas.area(c, s), areas.area_error(c, s)});

  TwoStateOptions options;
  options.heat_capacity = true;
  begin = std::clock();
  const TwoStateFit states = fit_two_state(spectra, options);
  std::printf("seconds.states %.6g 0\n", seconds(begin));
  if (!states.quality.usable()) return 1;
  print("states.dH", states.thermodynamics.enthalpy_kJ_mol());
  print("states.dS", states.thermodynamics.entropy_J_mol_K());
  print("states.dCp", *states.thermodynamics.heat_capacity_J_mol_K());
  print("states.centre_tight", states.tight.centre);
  print("states.centre_loose", states.loose.centre);
  print("states.fwhm_tight", states.tight.fwhm[0]);
  print("states.fwhm_loose", states.loose.fwhm[0]);

  begin = std::clock();
  two_state_errors(spectra, options, states, {Resampling::residual_blocks, 100, 1, 20});
  std::printf("seconds.bootstrap_of_100 %.6g 0\n", seconds(begin));
  return 0;
}
