// SPDX-License-Identifier: GPL-2.0-only
// Files that are whole or not there: written to a temporary name, then renamed.
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace softmode {

/// Write with write(fp, content); returns what went wrong, or nothing. No file name: nothing to do.
template <class Content>
std::string write_whole_file(const std::string &file, const Content &content,
                             void (*write)(FILE *, const Content &))
{
  if (file.empty()) return "";
  const std::string temporary = file + ".part";
  FILE *fp = fopen(temporary.c_str(), "w");
  if (!fp) return "cannot open " + temporary + ": " + strerror(errno);
  write(fp, content);
  const bool written = !ferror(fp);
  if (fclose(fp) != 0 || !written) {
    const std::string reason = strerror(errno);
    remove(temporary.c_str());
    return "cannot write " + temporary + ": " + reason + "; free some space and run again";
  }
  if (rename(temporary.c_str(), file.c_str()) != 0)
    return "cannot rename " + temporary + " to " + file + ": " + strerror(errno);
  return "";
}

}    // namespace softmode
