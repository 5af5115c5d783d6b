// SPDX-License-Identifier: BSD-3-Clause
#include "engine/slurm.h"

#include "support/error.h"
#include "support/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <sstream>
#include <tuple>

namespace softmode {

namespace fs = std::filesystem;

namespace {

constexpr int seconds_before_walltime = 60;    // for stopping and requeueing

std::string name_start(const fs::path &folder)
{
  return "softmode-" + sha256(folder.string()).substr(0, 12) + "-";
}

/// "1-3,7" of ascending numbers.
std::string ranges(const std::vector<std::size_t> &numbers)
{
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t j = i;
    while (j + 1 < numbers.size() && numbers[j + 1] == numbers[j] + 1) ++j;
    text += fmt::format("{}{}", text.empty() ? "" : ",", numbers[i]);
    if (j > i) text += fmt::format("-{}", numbers[j]);
    i = j + 1;
  }
  return text;
}

/// The last task of a chain in the queue.
SlurmQueue::const_iterator last_of(const SlurmQueue &queue, std::size_t chain)
{
  auto next = queue.lower_bound({chain + 1, 0});
  if (next == queue.begin()) return queue.end();
  --next;
  return next->first.chain == chain ? next : queue.end();
}

/// For a name of a file that Slurm fills in.
std::string without_patterns(const fs::path &path)
{
  std::string text;
  for (const char c : path.string()) text += c == '%' ? "%%" : std::string(1, c);
  return text;
}

/// Parts between vertical bars.
std::array<std::string, 5> columns_of(const std::string &line)
{
  std::array<std::string, 5> part;
  std::istringstream columns(line);
  for (std::string &p : part) std::getline(columns, p, '|');
  return part;
}

bool has_ended(const std::string &state)
{
  const std::set<std::string> ended{"COMPLETED", "CANCELLED", "FAILED",    "TIMEOUT",
                                    "NODE_FAIL", "DEADLINE",  "BOOT_FAIL", "OUT_OF_MEMORY",
                                    "PREEMPTED", "REVOKED"};
  return ended.count(state) > 0;
}

/// The number after "key =" or "key=".
std::optional<std::size_t> number_of(const std::string &text, const std::string &key)
{
  std::smatch found;
  if (!std::regex_search(text, found, std::regex("\\b" + key + "\\s*=\\s*([0-9]{1,9})\\b")))
    return std::nullopt;
  return std::stoul(found[1]);
}

}    // namespace

bool operator<(const SlurmTask &a, const SlurmTask &b)
{
  return std::tie(a.chain, a.position) < std::tie(b.chain, b.position);
}

OpenPositions open_positions(const PreparedChain &c)
{
  if (c.missing.empty()) return {0, 0};
  if (c.chain.search) return {0, 1};
  const auto position = [&](const PreparedPoint &p) {
    const auto same = [&](const Point &q) { return q.id == p.point.id; };
    const auto &points = c.chain.points;
    return static_cast<std::size_t>(std::find_if(points.begin(), points.end(), same) -
                                    points.begin());
  };
  return {position(c.missing.front()), position(c.missing.back()) + 1};
}

std::optional<std::size_t> tasks_of_an_array(const std::string &configuration)
{
  const auto size = number_of(configuration, "MaxArraySize");
  if (!size) return std::nullopt;
  return std::min(
      {*size, number_of(configuration, "max_array_tasks").value_or(*size), most_tasks_of_an_array});
}

std::vector<SlurmArray> next_arrays(const std::vector<PreparedChain> &chains,
                                    const std::vector<EngineSettings> &settings,
                                    const SlurmQueue &queue, const std::set<std::size_t> &closed,
                                    std::size_t most_tasks)
{
  // position, offset, ranks, the job before
  using Key = std::tuple<std::size_t, std::size_t, int, std::string>;
  std::map<Key, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < chains.size(); ++i) {
    const PreparedChain &c = chains[i];
    if (c.missing.empty() || closed.count(i)) continue;
    const auto [first, end] = open_positions(c);
    std::size_t next = first, offset = i / most_tasks * most_tasks;
    std::string after;
    if (const auto last = last_of(queue, i); last != queue.end() && last->first.position >= first) {
      next = last->first.position + 1;
      offset = last->second.offset;    // only a task of the same number can wait for it
      after = last->second.job;
      if (after.empty()) continue;    // nothing to wait for: when it has ended, this comes again
    }
    if (next >= end) continue;
    groups[{next, offset, settings[c.missing.front().point.material].ranks, after}].push_back(i);
  }
  std::vector<SlurmArray> arrays;
  for (const auto &[key, members] : groups) {
    const auto &[position, offset, ranks, after] = key;
    arrays.push_back({offset, position, members, ranks, after});
  }
  return arrays;
}

std::string job_name(const fs::path &folder, const SlurmArray &array)
{
  return fmt::format("{}{}-{}", name_start(folder), array.position, array.offset);
}

SlurmQueue tasks_in_queue(const std::string &squeue_output, const fs::path &folder)
{
  const std::string start = name_start(folder);
  SlurmQueue queue;
  std::istringstream in(squeue_output);
  for (std::string line; std::getline(in, line);) {
    const auto [name, number, state, reason, job] = columns_of(line);
    std::size_t position = 0, offset = 0, task = 0;
    if (name.rfind(start, 0) != 0 || has_ended(state) || reason == "DependencyNeverSatisfied" ||
        std::sscanf(name.c_str() + start.size(), "%zu-%zu", &position, &offset) != 2 ||
        std::sscanf(number.c_str(), "%zu", &task) != 1)
      continue;
    queue[{offset + task, position}] = {job, offset};
  }
  return queue;
}

bool has_jobs(const std::string &squeue_output)
{
  std::istringstream in(squeue_output);
  for (std::string line; std::getline(in, line);)
    if (const auto part = columns_of(line); !part[2].empty() && !has_ended(part[2])) return true;
  return false;
}

std::optional<std::string> job_number(const std::string &sbatch_output)
{
  std::optional<std::string> number;
  std::istringstream in(sbatch_output);
  const std::regex form("([0-9]+)(;.*)?\\s*");
  std::smatch found;
  for (std::string line; std::getline(in, line);)
    if (std::regex_match(line, found, form)) number = found[1];
  return number;
}

SubmitProblem submit_problem(const std::string &errors)
{
  const auto says = [&](const char *pattern) {
    return std::regex_search(errors, std::regex(pattern, std::regex::icase));
  };
  if (says("(Assoc|QOS)[A-Za-z]*Submit[A-Za-z]*Limit")) return SubmitProblem::limit;
  if (says("\\b(Assoc|QOS)[A-Z][A-Za-z]*(Limit|Per|Min|Max)")) return SubmitProblem::refused;
  if (says("job submit limit|accounting/QOS policy")) return SubmitProblem::maybe_limit;
  if (says(
          "timed? ?out|unable to contact|connection (refused|reset|failure)|connect failure|"
          "no route to host|network is unreachable|temporarily un|sleeping and retrying|zero bytes|"
          "no answer|cannot start|standby mode|communication|send/recv|socket|end of file|not "
          "responding"))
    return SubmitProblem::no_answer;
  return SubmitProblem::refused;
}

namespace {

/// Values of an option of sbatch in all forms: --name=value, --name value, -n value, -nvalue.
std::vector<std::string> values_of(const std::vector<std::string> &options, const std::string &name,
                                   char letter)
{
  const std::string with_letter = letter ? std::string("-") + letter : "";
  std::vector<std::string> values;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const std::string &o = options[i];
    if (o == name || (letter && o == with_letter))
      values.push_back(i + 1 < options.size() ? options[i + 1] : "");
    else if (o.rfind(name + "=", 0) == 0)
      values.push_back(o.substr(name.size() + 1));
    else if (letter && o.size() > 2 && o.rfind(with_letter, 0) == 0)
      values.push_back(o.substr(2));
  }
  return values;
}

}    // namespace

void check_sbatch_options(const std::vector<std::string> &options)
{
  const std::pair<const char *, char> own[] = {{"--job-name", 'J'},   {"--array", 'a'},
                                               {"--dependency", 'd'}, {"--wrap", 0},
                                               {"--test-only", 0},    {"--wait", 'W'}};
  for (const auto &[name, letter] : own)
    if (!values_of(options, name, letter).empty())
      fail(ExitCode::usage,
           "--sbatch: {} cannot be given: softmode itself names the jobs, puts them into arrays "
           "and waits for them. Leave it out",
           name);
}

std::string clusters_of(const std::vector<std::string> &options)
{
  for (const char *name : {"--clusters", "--cluster"})
    if (const auto values = values_of(options, name, 'M'); !values.empty()) return values.back();
  return "";
}

std::vector<std::string> sbatch_command(const fs::path &folder, const SlurmArray &a,
                                        const std::vector<std::string> &user_options)
{
  std::vector<std::size_t> tasks;
  for (const std::size_t chain : a.chains) tasks.push_back(chain - a.offset);
  const fs::path logs = folder / "slurm";
  std::vector<std::string> command{
      "sbatch",
      "--parsable",
      "--job-name=" + job_name(folder, a),
      "--array=" + ranges(tasks),
      fmt::format("--ntasks={}", a.ranks),
      "--requeue",
      "--open-mode=append",
      fmt::format("--signal=B:TERM@{}", seconds_before_walltime),
      "--kill-on-invalid-dep=yes",
      fmt::format("--output={}/{}-{}/%a.out", without_patterns(logs), a.position, a.offset)};
  if (!a.after.empty()) command.push_back("--dependency=aftercorr:" + a.after);
  command.insert(command.end(), user_options.begin(), user_options.end());
  command.insert(command.end(), {(logs / "work.sh").string(), std::to_string(a.offset),
                                 std::to_string(a.position)});
  return command;
}

}    // namespace softmode
