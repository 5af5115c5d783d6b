// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/opened_campaign.h"
#include "commands/commands.h"
#include "comparison/compare_campaigns.h"
#include "lammps/host.h"
#include "results/comparison.h"
#include "softmode/analysis/determined.h"
#include "support/error.h"

#include <memory>
#include <set>

namespace softmode {

namespace fs = std::filesystem;

namespace {

struct CompareOptions {
  std::vector<fs::path> campaigns;
  fs::path output, descriptors;
  std::string figures = "auto";
};

/// Results that were published without their points: a folder with comparison.csv, which has the campaign's name.
bool is_published(const fs::path &folder)
{
  return !fs::exists(folder / "manifest.json") && fs::exists(folder / "comparison.csv");
}

ComparedCampaign read_compared(const fs::path &folder, const fs::path &data)
{
  if (is_published(folder))
    return {fs::weakly_canonical(folder).filename().string(),
            read_comparison(folder / "comparison.csv")};
  const Campaign campaign = open_campaign(folder, data);
  if (campaign.reference.empty())
    fail(ExitCode::campaign, "{}: has no measured values; its campaign.yaml needs compare: <name>",
         folder.string());
  return {campaign.name, collect_results(campaign, folder).comparison};
}

std::vector<ComparedCampaign> read_campaigns(const std::vector<fs::path> &folders)
{
  const fs::path data = find_installation().data;
  std::vector<ComparedCampaign> campaigns;
  std::set<std::string> names;
  for (const fs::path &folder : folders) {
    campaigns.push_back(read_compared(folder, data));
    if (!names.insert(campaigns.back().name).second)
      fail(ExitCode::usage,
           "{}: another of the campaigns is called '{}', too; names tell them apart",
           folder.string(), campaigns.back().name);
  }
  return campaigns;
}

std::string table_of(const std::vector<Score> &scores)
{
  std::string text =
      fmt::format("{:<22} {:<12} {:<11} {:>6} {:>19} {:>16} {:>8}\n", "campaign", "quantity",
                  "kind", "slopes", "mean |difference|", "rank correlation", "p");
  for (const Score &s : scores)
    text +=
        fmt::format("{:<22} {:<12} {:<11} {:>6} {:>9.4f} +- {:.4f} {:>16} {:>8}{}\n", s.campaign,
                    s.quantity, s.calibrated ? "calibrated" : "predicted", s.count,
                    s.mean_absolute_error.value, s.mean_absolute_error.error,
                    s.rank_correlation ? fmt::format("{:.2f} +- {:.2f}", s.rank_correlation->value,
                                                     s.rank_correlation->error)
                                       : "-",
                    s.p_value ? fmt::format("{:.3f}", *s.p_value) : "-",
                    s.rank_correlation && !is_determined(*s.rank_correlation)
                        ? "  rank correlation " + undetermined(*s.rank_correlation)
                        : "");
  return text;
}

/// Two sentences on a score.
std::string verdict(const Score &s)
{
  return fmt::format(
      "{}, {} ({}): {} of {} slopes lie within 10 % of the measured ones. {} of these "
      "also lie within 2 standard errors{}.",
      s.campaign, s.quantity, s.calibrated ? "calibrated" : "predicted", s.within_tenth, s.count,
      s.agreeing, s.open > 0 ? fmt::format("; {} of all slopes are not determined", s.open) : "");
}

std::string text_of(const std::vector<Score> &scores)
{
  std::string text = table_of(scores) + "\n";
  for (const Score &s : scores) text += verdict(s) + "\n";
  return text;
}

void compare_campaigns(const CompareOptions &o)
{
  const std::optional<DescriptorTable> descriptors =
      o.descriptors.empty() ? std::nullopt : std::optional(read_descriptors(o.descriptors));
  const auto campaigns = read_campaigns(o.campaigns);
  write_comparison_tables(campaigns, descriptors, o.output);
  const Drawing drawing = o.figures == "no"    ? Drawing::no
                          : o.figures == "yes" ? Drawing::required
                                               : Drawing::if_possible;
  const FigureSet figures = parity_figure(campaigns);
  std::vector<std::string> notes = figures.notes;
  if (!figures.figures.empty())
    for (const std::string &warning : write_figures(figures, o.output / "figures", drawing))
      notes.push_back(warning);
  fmt::print("Simulated against measured slopes, cm-1/K. p: how often chance ranks as well.\n{}",
             text_of(scores(campaigns)));
  for (const std::string &note : notes) fmt::print("note: {}\n", note);
  fmt::print("tables: {}\n", o.output.string());
}

}    // namespace

void add_compare(CLI::App &app)
{
  const auto options = std::make_shared<CompareOptions>();
  CLI::App *command = app.add_subcommand(
      "compare",
      "campaigns beside each other and beside measured values: tables, scores, a parity plot");
  command
      ->add_option("campaigns", options->campaigns,
                   "campaign folders, or folders with a comparison.csv of one; others are compared "
                   "with the first")
      ->required();
  command->add_option("-o,--output", options->output, "folder for tables and figures")->required();
  command->add_option(
      "--descriptors", options->descriptors,
      "CSV with a column 'material' and one for each number that slopes may follow from");
  command->add_option("--figures", options->figures, "draw with gnuplot: auto, yes or no")
      ->check(CLI::IsMember({"auto", "yes", "no"}));
  command->callback([options] { compare_campaigns(*options); });
}

}    // namespace softmode
