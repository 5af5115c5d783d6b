// SPDX-License-Identifier: BSD-3-Clause
#include "support/quantity.h"
#include "support/spelling.h"

#include <gtest/gtest.h>

namespace softmode {

TEST(Quantity, SplitsNumberAndUnit)
{
  const auto q = split_quantity("-100 C");
  ASSERT_TRUE(q);
  EXPECT_EQ(q->number, -100.0);
  EXPECT_EQ(q->unit, "C");
  EXPECT_EQ(split_quantity("0.5fs")->unit, "fs");
  for (const char *bad : {"", "fs", "0.5", "1 2 fs", "nan fs", "inf K", "1e999 K"})
    EXPECT_FALSE(split_quantity(bad)) << bad;
}

TEST(Quantity, ConvertsToTheUnitOfTheDimension)
{
  EXPECT_DOUBLE_EQ(*convert({-100, "C"}, Dimension::temperature), 173.15);
  EXPECT_DOUBLE_EQ(*convert({50, "C"}, Dimension::temperature_difference), 50.0);
  EXPECT_DOUBLE_EQ(*convert({2, "ps"}, Dimension::time), 2000.0);
  EXPECT_DOUBLE_EQ(*convert({4.184, "kJ/mol"}, Dimension::energy), 1.0);
  EXPECT_DOUBLE_EQ(*convert({0.2, "nm"}, Dimension::length), 2.0);
}

TEST(Quantity, RefusesUnitsOfAnotherDimension)
{
  EXPECT_FALSE(convert({1, "K"}, Dimension::time));
  EXPECT_FALSE(convert({1, "F"}, Dimension::temperature));
  EXPECT_EQ(accepted_units(Dimension::time), "fs, ps, ns");
}

TEST(Spelling, CountsEdits)
{
  EXPECT_EQ(edit_distance("timestep", "timestep"), 0);
  EXPECT_EQ(edit_distance("time-step", "timestep"), 1);
  EXPECT_EQ(edit_distance("", "abc"), 3);
}

TEST(Spelling, SuggestsOnlyWhatIsClose)
{
  const std::vector<std::string> keys{"seed", "temperatures", "run"};
  EXPECT_EQ(nearest_spelling("temperature", keys), "temperatures");
  EXPECT_EQ(nearest_spelling("sead", keys), "seed");
  EXPECT_EQ(nearest_spelling("xyzzy", keys), "");
}

}    // namespace softmode
