// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/figures/parts.h"

namespace softmode {

FigureSet fit_figures(const PreparedSpectra &prepared, const SpectraFit &fit)
{
  const FigureSource source{prepared, fit, by_temperature(prepared.spectra),
                            common_quantity(prepared.series)};
  FigureSet set;
  add_overlay(set, source);
  add_temperatures(set, source);
  add_global_fit(set, source);
  add_vant_hoff(set, source);
  add_position(set, source);
  add_fwhm(set, source);
  return set;
}

}    // namespace softmode
