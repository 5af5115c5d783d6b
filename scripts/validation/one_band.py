# SPDX-License-Identifier: BSD-3-Clause
"""Some columns of vant_hoff.csv of several fits, one below the other.

one_band.py FWHM=FILE ...: CSV on the standard output; FWHM in cm-1 becomes the first column.
"""
import sys

from tables import rows_of

COLUMNS = ("fit", "T0_K", "dH_kJ_per_mol", "dH_se_kJ_per_mol", "dS_J_per_mol_K", "dS_se_J_per_mol_K", "dCp_J_per_mol_K",
           "dCp_se_J_per_mol_K", "equal_populations_K", "equal_populations_se_K")

print(",".join(("fwhm_cm-1",) + COLUMNS))
for argument in sys.argv[1:]:
    fwhm, file = argument.split("=", 1)
    for row in rows_of(file):
        print(",".join([fwhm] + [row[c] for c in COLUMNS]))
