// SPDX-License-Identifier: BSD-3-Clause
#include "runs/export_figures.h"

#include "support/error.h"
#include "support/files.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace softmode {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

std::string browser()
{
  if (const char *own = std::getenv("SOFTMODE_CHROMIUM"); own && *own) return own;
  for (const char *name : {"chromium", "chromium-browser", "google-chrome"})
    if (const auto program = find_program(name)) return program->string();
  fail(ExitCode::host,
       "figures are drawn by Chromium, which is not in PATH; install it, set SOFTMODE_CHROMIUM, or "
       "save single figures from report.html in your own browser");
}

/// A file as address, with everything that is not plain written as %XX.
std::string address_of(const fs::path &file)
{
  std::string address = "file://";
  for (const unsigned char c : fs::absolute(file).string())
    address += std::isalnum(c) || c == '/' || c == '.' || c == '-' || c == '_'
                   ? std::string(1, static_cast<char>(c))
                   : fmt::format("%{:02X}", c);
  return address;
}

std::string page_with_figures(const fs::path &report, const std::string &format)
{
  const TemporaryFolder scratch;
  std::vector<std::string> command{browser(),
                                   "--headless",
                                   "--disable-gpu",
                                   "--user-data-dir=" + (scratch.path / "profile").string(),
                                   "--virtual-time-budget=600000",
                                   "--dump-dom",
                                   address_of(report) + "#export=" + format};
  if (::geteuid() == 0)
    command.insert(command.begin() + 1, "--no-sandbox");    // it refuses root else
  const RunResult run = run_and_capture(command, scratch.path);
  if (!run.status.success()) fail(ExitCode::host, "{}: {}", command.front(), run.status.describe());
  return run.output;
}

json figures_in(const std::string &page, const std::string &program_says)
{
  const std::string mark = "id=\"exported\">";
  const std::size_t begin = page.find(mark), end = page.find("</script>", begin);
  const auto figures =
      begin == std::string::npos || end == std::string::npos
          ? json()
          : json::parse(page.substr(begin + mark.size(), end - begin - mark.size()), nullptr,
                        false);
  if (!figures.is_array())
    fail(ExitCode::host, "the browser did not draw the figures of {}", program_says);
  return figures;
}

std::string decoded(const std::string &data_url)
{
  const std::string base64 = data_url.substr(data_url.find(',') + 1);
  std::string bytes(base64.size(), '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char *>(bytes.data()),
                                   reinterpret_cast<const unsigned char *>(base64.data()),
                                   static_cast<int>(base64.size()));
  if (size < 0) fail(ExitCode::host, "the browser gave a picture that is not one");
  const auto padding = static_cast<std::size_t>(std::count(
      base64.end() - std::min<std::ptrdiff_t>(2, static_cast<std::ptrdiff_t>(base64.size())),
      base64.end(), '='));
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

/// Names come from materials, which are plain, but a page can be changed.
std::string plain(std::string name)
{
  for (char &c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '.') c = '_';
  return name;
}

}    // namespace

std::vector<fs::path> export_figures(const fs::path &folder, const std::string &format)
{
  const fs::path report = folder / "report.html";
  const json figures = figures_in(page_with_figures(report, format), report.string());
  make_folder(folder / "figures");
  std::vector<fs::path> files;
  for (const json &figure : figures) {
    const auto content = figure.at(format).get<std::string>();
    files.push_back(folder / "figures" /
                    (plain(figure.at("name").get<std::string>()) + "." + format));
    write_file(files.back(), format == "png" ? decoded(content) : content);
  }
  return files;
}

}    // namespace softmode
