#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# From nothing to a result: installs, builds, runs the main job on HKUST-1, says where report and tables are.
#
#   scripts/quickstart.sh [folder]      folder for the campaign (default: quickstart, here)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/bootstrap.sh" --preset release
exec "$root/build/release/bin/softmode" run "$root/inputs/campaigns/quickstart.yaml" -o "${1:-quickstart}"
