// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/opened_campaign.h"

#include "support/error.h"
#include "support/files.h"

#include <nlohmann/json.hpp>

namespace softmode {

Campaign open_campaign(const std::filesystem::path &folder,
                       const std::filesystem::path &data_folder)
{
  const auto manifest_file = folder / "manifest.json";
  if (!std::filesystem::exists(manifest_file))
    fail(ExitCode::io,
         "{}: not a campaign folder (no manifest.json); give the folder that softmode run made",
         folder.string());
  const auto manifest = nlohmann::json::parse(read_file(manifest_file), nullptr, false);
  if (manifest.is_discarded() || !manifest.contains("campaign"))
    fail(ExitCode::io, "{}: is damaged; run the campaign again to write it anew",
         manifest_file.string());
  const std::filesystem::path original = manifest["campaign"].value("file", "");
  return read_campaign(folder / "campaign.yaml", data_folder, original.parent_path());
}

}    // namespace softmode
