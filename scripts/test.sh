#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Installs, builds with warnings as errors, runs all tests through CTest. Arguments go to ctest (-R pattern, -L label).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/bootstrap.sh" --preset dev
exec ctest --test-dir "$root/build/dev" --output-on-failure -j "$(nproc)" "$@"
