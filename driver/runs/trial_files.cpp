// SPDX-License-Identifier: BSD-3-Clause
#include "runs/trial_files.h"

#include "support/error.h"
#include "support/files.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace softmode {

namespace fs = std::filesystem;

namespace {

void emit(YAML::Emitter &out, const char *key, const Sourced &number, const char *unit)
{
  const std::string mark = "calibrated: ";
  const bool calibrated = number.source.rfind(mark, 0) == 0;
  out << YAML::Key << key << YAML::Value << YAML::Flow << YAML::BeginMap << YAML::Key << "value"
      << YAML::Value << fmt::format("{:.10g}{}", number.value, unit) << YAML::Key
      << (calibrated ? "calibrated" : "source") << YAML::Value << YAML::DoubleQuoted
      << (calibrated ? number.source.substr(mark.size()) : number.source) << YAML::EndMap;
}

void emit(YAML::Emitter &out, const TwoStateWells &wells)
{
  out << YAML::Key << "two-state" << YAML::Value << YAML::BeginMap;
  emit(out, "tight-constant", wells.tight_constant, " kcal/mol/A2");
  emit(out, "tight-length", wells.tight_length, " A");
  emit(out, "loose-constant", wells.loose_constant, " kcal/mol/A2");
  emit(out, "loose-length", wells.loose_length, " A");
  emit(out, "energy-difference", wells.energy_difference, " kcal/mol");
  emit(out, "coupling", wells.coupling, " kcal/mol");
  out << YAML::EndMap;
}

void emit(YAML::Emitter &out, const Overlay &overlay)
{
  out << YAML::Key << "overlay" << YAML::Value << YAML::BeginMap;
  emit(out, "bend-ratio", overlay.bend_ratio, "");
  if (overlay.metal_angle_ratio) emit(out, "metal-angle-ratio", *overlay.metal_angle_ratio, "");
  emit(out, "stretch-change", overlay.stretch_change, " kcal/mol/A2");
  if (overlay.cross_change) emit(out, "cross-change", *overlay.cross_change, " kcal/mol/A2");
  if (!overlay.weights.empty()) {
    out << YAML::Key << "weights" << YAML::Value << YAML::BeginMap;
    for (const auto &[metal, weight] : overlay.weights) {
      out << YAML::Key << metal << YAML::Value << YAML::BeginMap;
      emit(out, "midpoint", weight.midpoint, " A");
      emit(out, "width", weight.width, " A");
      out << YAML::EndMap;
    }
    out << YAML::EndMap;
  }
  out << YAML::EndMap;
}

}    // namespace

std::string potential_file(const Potential &changed, const std::string &metal,
                           const std::string &base, const std::vector<std::string> &calibrated_on,
                           const std::vector<std::string> &comments)
{
  YAML::Emitter out;
  out << YAML::BeginMap << YAML::Key << "softmode-potential" << YAML::Value << 1 << YAML::Key
      << "name" << YAML::Value << changed.name << YAML::Key << "extends" << YAML::Value
      << YAML::DoubleQuoted << base;
  if (!metal.empty()) {
    out << YAML::Key << "metal-oxygen" << YAML::Value << YAML::BeginMap << YAML::Key << metal
        << YAML::Value << YAML::BeginMap;
    emit(out, *changed.metal_oxygen.at(metal).two_state);
    out << YAML::EndMap << YAML::EndMap;
  }
  emit(out, *changed.overlay);
  out << YAML::Key << "calibrated-on" << YAML::Value << YAML::Flow << calibrated_on << YAML::EndMap;
  std::string text;
  for (const std::string &line : comments) text += "# " + line + "\n";
  return text + out.c_str() + "\n";
}

void write_once(const fs::path &file, const std::string &content)
{
  if (!fs::exists(file))
    write_file(file, content);
  else if (read_file(file) != content)
    fail(ExitCode::io,
         "{}: is there with other content; nothing is overwritten. Choose another folder with -o",
         file.string());
}

std::string trial_campaign(const Campaign &campaign, std::size_t material,
                           const fs::path &potential, const std::vector<double> &temperatures_K,
                           int seed)
{
  YAML::Node root;
  try {
    root = YAML::LoadFile(campaign.file.string());
  } catch (const YAML::Exception &e) {
    fail(ExitCode::io, "{}: {}", campaign.file.string(), e.what());
  }
  const CampaignMaterial &m = campaign.materials[material];
  YAML::Node one = YAML::Clone(root["materials"][material]);
  one["structure"] = fs::absolute(m.structure).string();
  one["potential"] = fs::absolute(potential).string();
  YAML::Node list(YAML::NodeType::Sequence);
  list.push_back(one);
  root["materials"] = list;
  root["compare"] = fs::absolute(campaign.reference).string();
  if (!temperatures_K.empty()) {
    YAML::Node temperatures(YAML::NodeType::Sequence);
    for (const double T : temperatures_K) temperatures.push_back(fmt::format("{:.6f} K", T));
    root["temperatures"] = temperatures;
    root["seed"] = seed;
  }
  YAML::Emitter out;
  out << root;
  return std::string(out.c_str()) + "\n";
}

std::vector<double> between(const std::vector<double> &temperatures_K)
{
  std::vector<double> result;
  for (std::size_t i = 1; i < temperatures_K.size(); ++i)
    result.push_back(0.5 * (temperatures_K[i - 1] + temperatures_K[i]));
  return result;
}

}    // namespace softmode
