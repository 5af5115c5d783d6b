// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/published.h"

#include "support/yaml.h"

#include <cmath>
#include <vector>

namespace softmode {

namespace {

Estimate estimate_in(const YamlNode &node)
{
  node.allow_keys({"value", "error"});
  return {node.require("value").number(), node.require("error").number()};
}

std::string names_with_vant_hoff(const YamlNode &materials)
{
  std::vector<std::string> names;
  for (const std::string &name : materials.keys())
    if (materials[name]["vant-hoff"].exists()) names.push_back(name);
  return fmt::format("{}", fmt::join(names, ", "));
}

}    // namespace

PublishedEquilibrium read_published(const std::filesystem::path &file, const std::string &material)
{
  const YamlNode root = YamlNode::load(file, ExitCode::campaign);
  PublishedEquilibrium p;
  p.citation = root.require("citation").text();
  p.material = material;
  const YamlNode materials = root.require("materials"), node = materials[material];
  if (!node.exists() || !node["vant-hoff"].exists())
    fail(ExitCode::usage,
         "--material: {} holds no van't Hoff parameters of '{}'; it holds those of: {}",
         file.string(), material, names_with_vant_hoff(materials));
  const YamlNode given = node["vant-hoff"];
  given.allow_keys({"dH_kJ_mol", "dS_J_mol_K", "dCp_J_mol_K"});
  std::vector<Estimate> values{estimate_in(given.require("dH_kJ_mol")),
                               estimate_in(given.require("dS_J_mol_K"))};
  if (const auto n = given["dCp_J_mol_K"]; n.exists()) values.push_back(estimate_in(n));
  const auto n = static_cast<Eigen::Index>(values.size());
  p.thermodynamics.parameters.resize(n);
  p.thermodynamics.covariance = Eigen::MatrixXd::Zero(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Estimate &e = values[static_cast<std::size_t>(i)];
    p.thermodynamics.parameters[i] = e.value;
    p.thermodynamics.covariance(i, i) = e.error * e.error;
  }
  if (const auto quoted = node["log10-K-in-text"]; quoted.exists())
    p.quoted = compare_quoted_constant(values[0], values[1], reference_temperature_K,
                                       {quoted.number(), 0.05});
  if (const auto equal = node["equal-populations-in-text"]; equal.exists())
    p.quoted_equal_populations_K = equal.quantity(Dimension::temperature);
  return p;
}

std::string published_text(const PublishedEquilibrium &p)
{
  std::string text = fmt::format("{} in {}\n", p.material, p.citation);
  text += p.quoted ? p.quoted->sentence + "\n" : "no equilibrium constant is quoted in its text\n";
  if (const auto equal = p.thermodynamics.equal_populations_K())
    text += fmt::format("The parameters give equal populations at {:.1f} +- {:.1f} K{}.\n",
                        equal->value, equal->error,
                        p.quoted_equal_populations_K
                            ? fmt::format("; the text says {:.1f} K", *p.quoted_equal_populations_K)
                            : "");
  if (p.quoted && p.quoted->contradicts)
    text += "The source contradicts itself. softmode compares with both and takes neither for the "
            "truth.\n";
  return text;
}

}    // namespace softmode
