// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/compare_campaigns.h"
#include "support/csv.h"
#include "support/files.h"

#include <cmath>
#include <sstream>

namespace softmode {

DescriptorTable read_descriptors(const std::filesystem::path &file)
{
  DescriptorTable table;
  std::istringstream in(read_file(file));
  int line_number = 0;
  std::size_t columns = 0;
  for (std::string line; std::getline(in, line);) {
    ++line_number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string> fields = split(line, ',');
    if (columns == 0) {
      columns = fields.size();
      if (fields.front() != "material" || columns < 2)
        fail(ExitCode::campaign, "{}:{}: expected a header 'material,<descriptor>,...', got '{}'",
             file.string(), line_number, line);
      table.names.assign(fields.begin() + 1, fields.end());
      table.columns.resize(columns - 1);
      continue;
    }
    if (fields.size() != columns)
      fail(ExitCode::campaign, "{}:{}: expected {} columns as in the header, got {}", file.string(),
           line_number, columns, fields.size());
    table.materials.push_back(fields.front());
    for (std::size_t d = 1; d < columns; ++d)
      table.columns[d - 1].push_back(
          fields[d].empty() ? std::nan("")
                            : finite_number(fields[d],
                                            fmt::format("{}:{}: column {}", file.string(),
                                                        line_number, table.names[d - 1]),
                                            ExitCode::campaign));
  }
  if (table.materials.empty())
    fail(ExitCode::campaign, "{}: no materials; expected a header and a line for each",
         file.string());
  return table;
}

}    // namespace softmode
