// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/redshift.h"

#include <cstdio>

int main()
{
  const softmode::Redshift fit =
      softmode::fit_redshift({200.0, 300.0, 400.0}, {{1596.0, 0.1}, {1594.0, 0.1}, {1592.0, 0.1}});
  std::printf("%.4f\n", fit.slope.value);
  return 0;
}
