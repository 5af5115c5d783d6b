// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/points.h"

#include "forcefield/assemble.h"
#include "forcefield/simulated_cell.h"
#include "lammps/point_input.h"
#include "support/error.h"
#include "support/files.h"
#include "support/text_file.h"

#include <gtest/gtest.h>

#include <set>

namespace softmode {

namespace fs = std::filesystem;

const fs::path source = SOFTMODE_SOURCE_DIR;
const fs::path data_folder = fs::path(SOFTMODE_BUILD_DIR) / "share/softmode";

Campaign quickstart()
{
  return read_campaign(source / "inputs/campaigns/quickstart.yaml", data_folder);
}

TEST(Campaign, ReadsTheQuickstart)
{
  const Campaign c = quickstart();
  EXPECT_EQ(c.name, "quickstart");
  ASSERT_EQ(c.temperatures_K.size(), 7u);
  EXPECT_DOUBLE_EQ(c.temperatures_K.front(), 173.15);
  EXPECT_DOUBLE_EQ(c.temperatures_K.back(), 473.15);
  EXPECT_DOUBLE_EQ(c.timestep_fs, 0.5);
  EXPECT_EQ(c.production_steps * c.timestep_fs, 40000.0);
  EXPECT_EQ(c.checkpoint_steps * c.timestep_fs, 10000.0);    // where nothing is said
  EXPECT_EQ(c.spectrum_every, 4);
  EXPECT_EQ(c.state_every, 20);
  EXPECT_EQ(c.workers, 0);
  EXPECT_EQ(c.materials.at(0).structure.filename(), "hkust-1.cif");
}

TEST(Campaign, ShippedCampaignsAllRead)
{
  for (const auto &entry : fs::directory_iterator(source / "inputs/campaigns")) {
    if (entry.path().extension() != ".yaml") continue;    // the schema
    EXPECT_NO_THROW(read_campaign(entry.path(), data_folder)) << entry.path();
  }
}

TEST(Campaign, CampaignsOfTheValidationFitTheirStructures)
{
  int assembled = 0;
  for (const auto &entry : fs::directory_iterator(source / "inputs/validation/campaigns")) {
    const Campaign c = read_campaign(entry.path(), data_folder);
    EXPECT_EQ(c.name, entry.path().stem()) << "scripts/validate.sh takes folders by these names";
    for (const CampaignMaterial &m : c.materials) {
      const Potential p = read_potential(m.potential);
      EXPECT_NO_THROW(assemble(simulated_cell(read_cif(m.structure), p, m.supercell), p))
          << entry.path() << " " << m.name;
      ++assembled;
    }
  }
  EXPECT_GT(assembled, 40);
}

TEST(Campaign, SortsTemperaturesAndTakesBothUnits)
{
  std::string text = read_file(source / "inputs/campaigns/quickstart.yaml");
  text.replace(text.find("{from"), text.find('\n', text.find("{from")) - text.find("{from"),
               "[300 K, -100 C, 250 K]");
  text.replace(text.find("../structures"), 13, (source / "inputs/structures").string());
  EXPECT_EQ(read_campaign(text_file("campaign.yaml", text), data_folder).temperatures_K,
            (std::vector<double>{173.15, 250.0, 300.0}));
}

TEST(Campaign, DoesNotOfferItselfForAFileThatIsMissing)
{
  std::string text = read_file(source / "inputs/campaigns/quickstart.yaml");
  text.replace(text.find("../structures"), 13, (source / "inputs/structures").string());
  text.replace(text.find("hkust-1-two-state"), 17, "my-mof1.yaml");
  try {
    read_campaign(text_file("my-mof.yaml", text), data_folder);
    FAIL() << "was accepted";
  } catch (const Error &e) {
    const std::string message = e.what();
    EXPECT_NE(message.find("no such file"), std::string::npos) << message;
    EXPECT_EQ(message.find("did you mean"), std::string::npos) << message;
  }
  text_file("my-mof2.yaml", "");
  try {
    read_campaign(text_file("my-mof.yaml", text), data_folder);
    FAIL() << "was accepted";
  } catch (const Error &e) {
    EXPECT_NE(std::string(e.what()).find("my-mof2.yaml?"), std::string::npos) << e.what();
  }
}

std::vector<Point> expand_points(const Campaign &c)
{
  std::vector<Point> points;
  for (const Chain &chain : chains_of(c))
    points.insert(points.end(), chain.points.begin(), chain.points.end());
  return points;
}

TEST(Points, SeedsDependOnThePointAloneAndDiffer)
{
  Campaign c = quickstart();
  c.replicas = 3;
  const auto all = expand_points(c);
  ASSERT_EQ(all.size(), 21u);
  EXPECT_EQ(all.front().id, "hkust-1/1-173.15K-1");
  std::set<int> seeds;
  for (const Point &p : all) {
    seeds.insert(p.seed);
    EXPECT_GT(p.seed, 0);
  }
  EXPECT_EQ(seeds.size(), 21u);
  c.temperatures_K = {473.15};
  EXPECT_EQ(expand_points(c)[1].seed, all[19].seed);    // the same point without its neighbours
}

TEST(Attempts, HalveTheTimeStepAndKeepTimes)
{
  const Campaign c = quickstart(), half = for_attempt(c, 2);
  EXPECT_DOUBLE_EQ(half.timestep_fs, 0.125);
  EXPECT_EQ(half.production_steps * half.timestep_fs, c.production_steps * c.timestep_fs);
  EXPECT_EQ(half.spectrum_every * half.timestep_fs, c.spectrum_every * c.timestep_fs);
  EXPECT_EQ(half.block_steps * half.timestep_fs, c.block_steps * c.timestep_fs);
  EXPECT_EQ(half.checkpoint_steps * half.timestep_fs, c.checkpoint_steps * c.timestep_fs);
  const Point p = expand_points(c)[0];
  EXPECT_EQ(for_attempt(p, 0).seed, p.seed);
  EXPECT_NE(for_attempt(p, 1).seed, p.seed);
  EXPECT_NE(for_attempt(p, 1).seed, for_attempt(p, 2).seed);
}

TEST(PointInput, RefusesAPotentialWithoutStates)
{
  const Campaign c = quickstart();
  const Potential p = read_potential(source / "potentials/base.yaml");
  const System s = assemble(read_cif(c.materials[0].structure), p);
  try {
    point_input(c, expand_points(c)[0], s, p);
    FAIL();
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::parameters);
  }
}

TEST(PointInput, StopsWhereAPluginDidNotLoad)
{
  const Campaign c = quickstart();
  const Potential p = read_potential(c.materials[0].potential);
  const System s = assemble(read_cif(c.materials[0].structure), p);
  const std::string input = point_input(c, expand_points(c)[0], s, p);
  const auto load = input.find("plugin load"), check = input.find("is_available"),
             read = input.find("read_data");
  EXPECT_LT(load, check);
  EXPECT_LT(check, read);
}

}    // namespace softmode
