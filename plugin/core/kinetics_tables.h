// SPDX-License-Identifier: GPL-2.0-only
// The files fix carboxylate/kinetics writes: CSV with '#' comment lines, units in the column names.
// Pure: stdio, no LAMMPS header.
#pragma once

#include "core/bond_kinetics.h"
#include "core/length_histogram.h"

#include <cstdio>
#include <string>

namespace softmode {

/// Everything the tables need.
struct KineticsResult {
  const BondKinetics *kinetics;
  const LengthHistogram *histogram;
  double interval;          ///< between samples
  std::string time_unit;    ///< of the interval
};

/// Rates, dwells and the check of detailed balance, one quantity per line.
inline void write_kinetics(FILE *fp, const KineticsResult &r)
{
  const BondKinetics &k = *r.kinetics;
  fprintf(
      fp,
      "# fix carboxylate/kinetics: %zu bonds, %llu samples every %g %s\n# rates: transitions / "
      "time in the state, with cut dwells; error: the larger of Poisson's and that of the scatter "
      "between bonds\nquantity,value,error,unit\n",
      k.nbonds(), static_cast<unsigned long long>(k.samples()), r.interval, r.time_unit.c_str());
  const char *unit = r.time_unit.c_str();
  const char *names[2] = {"tight_to_loose", "loose_to_tight"};
  for (const BondState s : {BondState::tight, BondState::loose}) {
    const RateEstimate e = k.rate(s);
    fprintf(fp, "rate_%s,%.10g,%.4g,1/%s\n", names[static_cast<int>(s)], e.rate / r.interval,
            e.error / r.interval, unit);
  }
  for (const BondState s : {BondState::tight, BondState::loose})
    fprintf(fp, "mean_completed_dwell_%s,%.10g,,%s\n", s == BondState::tight ? "tight" : "loose",
            k.mean_completed_dwell(s) * r.interval, unit);
  const DetailedBalance b = k.detailed_balance();
  fprintf(fp,
          "transitions_tight_to_loose,%llu,,1\ntransitions_loose_to_tight,%llu,,1\n"
          "K_from_rates,%.10g,,1\nK_from_populations,%.10g,,1\ndrift_z,%.6g,,1\n",
          static_cast<unsigned long long>(b.tight_to_loose),
          static_cast<unsigned long long>(b.loose_to_tight), b.K_rates, b.K_populations, b.z_drift);
}

/// Survival functions over lag time.
inline void write_survival(FILE *fp, const KineticsResult &r)
{
  const BondKinetics &k = *r.kinetics;
  fputs("# P(in the state at t + lag | in it at t), over all bonds and time origins: continuous = "
        "without a break, intermittent = whatever happened in between. kaplan_meier = P(a dwell "
        "lasts "
        "longer than lag), dwells whose beginning was seen; _se = Greenwood's standard error\n",
        fp);
  fprintf(fp,
          "lag_%s,continuous_tight,continuous_loose,intermittent_tight,intermittent_loose,"
          "kaplan_meier_tight,kaplan_meier_tight_se,kaplan_meier_loose,kaplan_meier_loose_se\n",
          r.time_unit.c_str());
  std::vector<std::vector<double>> columns;
  for (const BondState s : {BondState::tight, BondState::loose})
    columns.push_back(k.continuous_survival(s));
  for (const BondState s : {BondState::tight, BondState::loose})
    columns.push_back(k.intermittent_survival(s));
  for (const BondState s : {BondState::tight, BondState::loose}) {
    SurvivalCurve curve = k.kaplan_meier_survival(s);
    columns.push_back(std::move(curve.survival));
    columns.push_back(std::move(curve.error));
  }
  for (int lag = 0; lag <= k.max_lag(); ++lag) {
    fprintf(fp, "%.10g", lag * r.interval);
    for (const auto &column : columns) fprintf(fp, ",%.10g", column[lag]);
    fputc('\n', fp);
  }
}

/// Distribution of bond lengths and its potential of mean force.
inline void write_profile(FILE *fp, const KineticsResult &r)
{
  const LengthHistogram &h = *r.histogram;
  const PotentialOfMeanForce pmf = potential_of_mean_force(h);
  const double total = static_cast<double>(h.samples());
  fprintf(
      fp,
      "# distribution of r over all metal-carboxylate bonds; %llu below and %llu beyond the bins; "
      "potential of mean force in units of RT, radial = of the density per volume\n"
      "r_distance,count,density_1/distance,pmf_RT,pmf_radial_RT\n",
      static_cast<unsigned long long>(h.underflow), static_cast<unsigned long long>(h.overflow));
  for (std::size_t i = 0; i < h.counts.size(); ++i)
    fprintf(fp, "%.8g,%llu,%.8g,%.8g,%.8g\n", pmf.length[i],
            static_cast<unsigned long long>(h.counts[i]),
            static_cast<double>(h.counts[i]) / (total * h.width), pmf.plain[i], pmf.radial[i]);
}

}    // namespace softmode
