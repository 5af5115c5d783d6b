// SPDX-License-Identifier: BSD-3-Clause
#include "lammps/plugin_link.h"

#include "support/files.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace softmode {

namespace fs = std::filesystem;

TEST(PluginLink, IsMadeWhereLammpsWouldNotReadThePath)
{
  const TemporaryFolder folder;
  for (const char *name : {"plain", "with blank", "Häuser", "a$b", "it's", "quote\"", "a&b"}) {
    const fs::path plugin = folder.path / name / "softmodeplugin.so", own = folder.path / "own";
    make_folder(plugin.parent_path());
    write_file(plugin, name);
    fs::remove_all(own);
    make_folder(own);
    link_plugin(plugin, own);
    const bool readable = name == std::string("plain") || name == std::string("with blank");
    EXPECT_EQ(plugin_name(plugin), readable ? plugin.string() : "./softmodeplugin.so") << name;
    ASSERT_EQ(fs::exists(own / "softmodeplugin.so"), !readable) << name;
    if (!readable) { EXPECT_EQ(read_file(own / "softmodeplugin.so"), name); }
    link_plugin(plugin, own);    // again, as after an interruption
  }
}

}    // namespace softmode
