// SPDX-License-Identifier: BSD-3-Clause
// Where softmode and its campaigns are: folders that cannot be written, read or locked, names that LAMMPS does not read,
// and processes that are ranks of somebody else's job.
#include "support/campaign_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace softmode {

namespace {

constexpr fs::perms for_all = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                              fs::perms::others_read | fs::perms::others_exec;

}    // namespace

class Places : public Run {
 protected:
  std::string file(const std::string &old_text = "", const std::string &new_text = "") const
  {
    const fs::path f = campaign(
        "asymmetric-range: [1450 cm-1, 1750 cm-1], symmetric-range: [1200 cm-1, 1450 cm-1]",
        "asymmetric-range: [1500 cm-1, 1700 cm-1], symmetric-range: [1300 cm-1, 1450 cm-1]");
    if (old_text.empty()) return f.string();
    std::string text = read_file(f);
    text.replace(text.find(old_text), old_text.size(), new_text);    // throws if it is not there
    write_file(f, text);
    return f.string();
  }

  RunResult with_stand_in(const std::vector<std::string> &arguments,
                          std::vector<std::string> more = {}) const
  {
    more.insert(more.end(), {"SOFTMODE_LMP=" SOFTMODE_STAND_IN});
    if (!has(more, "XDG_CACHE_HOME=") && !has(more, "HOME="))
      more.push_back("XDG_CACHE_HOME=" + (folder / "cache").string());
    return softmode_with(more, arguments);
  }

  /// As a user without rights.
  RunResult as_nobody(const std::vector<std::string> &arguments,
                      const std::string &home = "/nonexistent") const
  {
    const fs::path program = folder / "for-all/bin/softmode";
    if (!fs::exists(program)) copy_for_all();
    std::vector<std::string> command{
        "setpriv",        "--reuid=65534", "--regid=65534",
        "--clear-groups", "env",           "-u",
        "XDG_CACHE_HOME", "HOME=" + home,  "SOFTMODE_LMP=" SOFTMODE_STAND_IN,
        program};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run_and_capture(command, folder);
  }

  static bool nobody_cannot_run(const RunResult &r)
  {
    return contains(r.output, "setpriv") || contains(r.output, "env:");
  }

  /// A copy of softmode and all it reads, which may be in somebody's home.
  void copy_for_all() const
  {
    const fs::path prefix = installed_in(folder / "for-all");
    const fs::path links = prefix.parent_path().parent_path();
    for (const auto &entry : fs::directory_iterator(links)) {
      if (!fs::is_symlink(entry.path())) continue;
      const fs::path original = fs::read_symlink(entry.path());
      fs::remove(entry.path());
      run_and_capture({"cp", "-rL", original.string(), entry.path().string()}, folder);
    }
  }

  /// softmode installed somewhere else, with links to what it was built with.
  fs::path installed_in(const fs::path &prefix) const
  {
    const fs::path built = fs::path(SOFTMODE_PROGRAM).parent_path().parent_path();
    fs::create_directories(prefix / "bin");
    fs::copy_file(SOFTMODE_PROGRAM, prefix / "bin/softmode");
    for (const auto &entry : fs::directory_iterator(built))
      if (entry.path().filename() == "share" ||
          entry.path().filename().string().rfind("lib", 0) == 0)
        fs::create_symlink(entry.path(), prefix / entry.path().filename());
    return prefix / "bin/softmode";
  }

 private:
  static bool has(const std::vector<std::string> &environment, const std::string &start)
  {
    for (const std::string &e : environment)
      if (e.rfind(start, 0) == 0) return true;
    return false;
  }
};

TEST_F(Places, AFileSystemWithoutLocksIsNamedAndCanBeAllowed)
{
  const std::string campaign_file = file();
  const RunResult refused =
      with_stand_in({"run", campaign_file}, {"LD_PRELOAD=" SOFTMODE_NO_LOCKS});
  EXPECT_EQ(refused.status.code, 16) << refused.output;
  EXPECT_TRUE(contains(refused.output,
                       "small/.lock: the file system does not lock files (flock: No locks "
                       "available)"))
      << refused.output;
  EXPECT_TRUE(contains(refused.output, "--no-lock")) << refused.output;
  const RunResult allowed =
      with_stand_in({"run", campaign_file, "--no-lock"}, {"LD_PRELOAD=" SOFTMODE_NO_LOCKS});
  EXPECT_EQ(allowed.status.code, 0) << allowed.output;
  EXPECT_TRUE(contains(allowed.output, "works without a lock (flock: No locks available)"))
      << allowed.output;
  const RunResult status = with_stand_in({"status", "small"}, {"LD_PRELOAD=" SOFTMODE_NO_LOCKS});
  EXPECT_TRUE(contains(status.output, "; done"))
      << "not taken for one that is worked on: " << status.output;
}

TEST_F(Places, NoLockStillObeysALock)
{
  const std::string campaign_file = file();
  fs::create_directory(folder / "small");
  const RunResult r = run_and_capture({"flock", (folder / "small/.lock").string(), "env",
                                       "SOFTMODE_LMP=" SOFTMODE_STAND_IN, SOFTMODE_PROGRAM, "run",
                                       campaign_file, "--no-lock"},
                                      folder);
  EXPECT_EQ(r.status.code, 17) << r.output;
}

TEST_F(Places, ACacheThatCannotBeUsedIsDoneWithout)
{
  const std::string campaign_file = file();
  write_file(folder / "no-folder", "a file");
  const std::string place = (folder / "no-folder").string();
  for (const std::string &variable : {"XDG_CACHE_HOME=" + place, "HOME=" + place}) {
    fs::remove_all(folder / "small");
    std::vector<std::string> environment{variable};
    if (variable[0] == 'H') environment.insert(environment.begin(), {"-u", "XDG_CACHE_HOME"});
    const RunResult r = with_stand_in({"run", campaign_file}, environment);
    EXPECT_EQ(r.status.code, 0) << r.output;
    EXPECT_TRUE(contains(r.output, "nothing is kept for later runs")) << r.output;
  }
  // one that cannot be read
  fs::create_directories(folder / "cache/softmode/speeds.json");
  fs::remove_all(folder / "small");
  const RunResult r = with_stand_in({"run", campaign_file});
  EXPECT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "speeds.json: is a folder, expected a file; goes on without it"))
      << r.output;
}

TEST_F(Places, AUserWithoutHomeRunsACampaign)
{
  if (::geteuid() != 0) GTEST_SKIP() << "needs root, to become a user without rights";
  const std::string campaign_file = file();
  fs::permissions(folder, fs::perms::all);
  const RunResult r = as_nobody({"run", campaign_file});
  if (nobody_cannot_run(r))
    GTEST_SKIP() << "another user cannot run the program here: " << r.output;
  EXPECT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "/nonexistent/.cache/softmode")) << r.output;
  EXPECT_TRUE(contains(r.output, "nothing is kept for later runs")) << r.output;
}

TEST_F(Places, ACacheThatMayNotBeReadIsDoneWithout)
{
  if (::geteuid() != 0) GTEST_SKIP() << "needs root, to become a user without rights";
  const std::string campaign_file = file();
  fs::permissions(folder, fs::perms::all);
  fs::create_directory(folder / "home");
  fs::permissions(folder / "home", fs::perms::owner_all);
  const RunResult r = as_nobody({"run", campaign_file}, (folder / "home").string());
  if (nobody_cannot_run(r))
    GTEST_SKIP() << "another user cannot run the program here: " << r.output;
  EXPECT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "speeds.json: cannot read: Permission denied; goes on without it"))
      << r.output;
}

TEST_F(Places, AnInstallationThatMayNotBeReadIsNamed)
{
  if (::geteuid() != 0) GTEST_SKIP() << "needs root, to become a user without rights";
  const std::string campaign_file = file();
  fs::permissions(folder, for_all);
  copy_for_all();
  fs::permissions(folder / "for-all/share", fs::perms::owner_all);
  const RunResult r = as_nobody({"plan", campaign_file, "--without-times"});
  if (nobody_cannot_run(r))
    GTEST_SKIP() << "another user cannot run the program here: " << r.output;
  EXPECT_EQ(r.status.code, 13) << r.output;
  EXPECT_TRUE(contains(
      r.output, "softmode is installed here, but you may not read this folder: Permission denied"))
      << r.output;
  EXPECT_FALSE(contains(r.output, "report this")) << r.output;
}

TEST_F(Places, AFolderForTemporaryFilesThatIsNotThereIsNamed)
{
  const RunResult r = with_stand_in({"run", file()}, {"TMPDIR=" + (folder / "nowhere").string()});
  EXPECT_EQ(r.status.code, 16) << r.output;
  EXPECT_TRUE(contains(r.output, "TMPDIR")) << r.output;
  EXPECT_FALSE(contains(r.output, "report this")) << r.output;
}

TEST_F(Places, AReportOfACampaignThatMayOnlyBeRead)
{
  if (::geteuid() != 0) GTEST_SKIP() << "needs root, to become a user without rights";
  ASSERT_EQ(with_stand_in({"run", file()}).status.code, 0);
  fs::permissions(folder, for_all);
  fs::create_directory(folder / "mine");
  fs::permissions(folder / "mine", fs::perms::all);
  const RunResult refused = as_nobody({"report", "small"});
  if (nobody_cannot_run(refused))
    GTEST_SKIP() << "another user cannot run the program here: " << refused.output;
  EXPECT_EQ(refused.status.code, 16) << refused.output;
  EXPECT_TRUE(contains(
      refused.output, "small: cannot write here: Permission denied; give another folder for tables "
                      "and report: softmode report small -o FOLDER"))
      << refused.output;
  const RunResult r = as_nobody({"report", "small", "-o", "mine/report"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "report: mine/report/report.html")) << r.output;
  for (const auto &entry : fs::recursive_directory_iterator(folder / "small/results"))
    if (entry.is_regular_file()) {
      const fs::path name = fs::relative(entry.path(), folder / "small/results");
      EXPECT_EQ(read_file(folder / "mine/report/results" / name), read_file(entry.path())) << name;
    }
  EXPECT_TRUE(fs::exists(folder / "mine/report/report.html"));
}

TEST_F(Places, MoreRanksThanProcessorsAreToldOf)
{
  const std::string campaign_file = file();
  const auto on_one = [&](const char *workers, const char *name) {
    return run_and_capture({"taskset", "-c", "0", "env", "SOFTMODE_LMP=" SOFTMODE_STAND_IN,
                            "XDG_CACHE_HOME=" + (folder / "cache").string(), SOFTMODE_PROGRAM,
                            "run", campaign_file, "-j", workers, "-o", name},
                           folder);
  };
  const RunResult many = on_one("3", "many");
  ASSERT_EQ(many.status.code, 0) << many.output;
  EXPECT_TRUE(contains(many.output,
                       "note: 3 point(s) at a time of up to 1 rank(s) are more than the "
                       "1 processor(s) that softmode may use here"))
      << many.output;
  EXPECT_FALSE(contains(on_one("1", "one").output, "point(s) at a time of up to")) << "one fits";
}

TEST_F(Places, AStrongDampingIsToldOf)
{
  const std::string campaign_file = file("damping: 0.5 ps", "damping: 0.05 ps");
  const char *note =
      "note: the thermostat langevin with a damping of 0.05 ps broadens every band by 106.2 cm-1";
  for (const char *command : {"plan", "run"}) {
    const RunResult r = with_stand_in({command, campaign_file});
    EXPECT_EQ(r.status.code, 0) << r.output;
    EXPECT_TRUE(contains(r.output, note)) << r.output;
  }
  const auto json = nlohmann::json::parse(with_stand_in({"plan", campaign_file, "--json"}).output);
  EXPECT_EQ(json["notes"].size(), 1u);
}

// lmp takes itself for a rank where it finds the variables of srun or mpirun; LAMMPS itself tells, not the stand-in
TEST_F(Places, ASerialPointIsNoRankOfTheJobThatSoftmodeRunsIn)
{
  write_file(folder / "lmp", "#!/bin/sh\nenv >>'" + (folder / "seen").string() +
                                 "'\nexec " SOFTMODE_STAND_IN " \"$@\"\n");
  fs::permissions(folder / "lmp", for_all);
  const RunResult r = softmode_with(
      {"SOFTMODE_LMP=" + (folder / "lmp").string(), "SLURM_JOB_ID=7", "SLURM_PROCID=0",
       "PMI_RANK=0", "PMIX_RANK=0", "OMPI_COMM_WORLD_RANK=0", "OMPI_MCA_btl=self",
       "PRTE_LAUNCHED=1", "XDG_CACHE_HOME=" + (folder / "cache").string()},
      {"run", file()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  const std::string seen = read_file(folder / "seen");
  for (const char *name :
       {"SLURM_JOB_ID", "SLURM_PROCID", "PMI_RANK", "PMIX_RANK", "OMPI_COMM_WORLD_RANK", "PRTE_"})
    EXPECT_FALSE(contains(seen, std::string("\n") + name)) << name;
  EXPECT_TRUE(contains(seen, "OMPI_MCA_btl=self"));
}

// LAMMPS takes letters outside of ASCII out of its input
TEST_F(Places, NamesWithUmlautsAreNoHindrance)
{
  const fs::path program = installed_in(folder / "Geräte/softmode");
  fs::create_directory(folder / "Läufe");
  const std::vector<std::string> environment{"env", "XDG_CACHE_HOME=" SOFTMODE_BUILD_DIR "/cache"};
  const auto installed = [&](const std::vector<std::string> &arguments) {
    auto command = environment;
    command.push_back(program);
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run_and_capture(command, folder / "Läufe");
  };
  const RunResult doctor = installed({"doctor"});
  EXPECT_EQ(doctor.status.code, 0) << doctor.output;
  const fs::path structure = fs::path(SOFTMODE_SOURCE_DIR) / "tests/data/copper-formate.cif";
  const RunResult built = installed({"build", structure.string(), "-p",
                                     SOFTMODE_SOURCE_DIR "/tests/data/copper-formate.yaml", "-o",
                                     "größer", "--relax", "atoms"});
  EXPECT_EQ(built.status.code, 0) << built.output;
  const RunResult by_hand =
      run_and_capture({SOFTMODE_LMP, "-in", "in.lmp"}, folder / "Läufe/größer");
  EXPECT_EQ(by_hand.status.code, 0) << by_hand.output;
  const RunResult r = installed({"run", campaign().string(), "-o", "größte"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  const RunResult again = installed({"rerun", "größte/points/copper-formate/1-100.00K-1"});
  EXPECT_EQ(again.status.code, 0) << again.output;
  EXPECT_TRUE(fs::exists(folder / "Läufe/größte/modes/copper-formate")) << "normal modes, too";
}

}    // namespace softmode
