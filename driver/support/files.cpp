// SPDX-License-Identifier: BSD-3-Clause
#include "support/files.h"

#include "support/error.h"

#include <openssl/evp.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

namespace softmode {

std::string read_file(const std::filesystem::path &file)
{
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    fail(ExitCode::io, "{}: is a folder, expected a file", file.string());
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) fail(ExitCode::io, "{}: cannot read: {}", file.string(), std::strerror(errno));
  std::ostringstream content;
  content << in.rdbuf();
  if (in.bad())
    fail(ExitCode::io, "{}: cannot read to the end: {}", file.string(), std::strerror(errno));
  return content.str();
}

namespace {

void write_all(int descriptor, const std::string &content, const std::string &name)
{
  const char *next = content.data();
  std::size_t left = content.size();
  while (left > 0) {
    const ssize_t written = ::write(descriptor, next, left);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int reason = errno;
      ::close(descriptor);
      ::unlink(name.c_str());
      fail(ExitCode::io, "{}: cannot write: {}", name, std::strerror(reason));
    }
    next += written;
    left -= static_cast<std::size_t>(written);
  }
}

}    // namespace

void write_file(const std::filesystem::path &file, const std::string &content)
{
  const std::string temporary = file.string() + ".part";
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) fail(ExitCode::io, "{}: cannot write: {}", temporary, std::strerror(errno));
  write_all(descriptor, content, temporary);
  const bool synced = ::fsync(descriptor) == 0;
  const int reason = errno;
  if (::close(descriptor) != 0 || !synced) {
    ::unlink(temporary.c_str());
    fail(ExitCode::io, "{}: cannot write: {}", temporary, std::strerror(synced ? errno : reason));
  }
  if (::rename(temporary.c_str(), file.c_str()) != 0)
    fail(ExitCode::io, "{}: cannot rename to {}: {}", temporary, file.string(),
         std::strerror(errno));
}

void make_folder(const std::filesystem::path &folder)
{
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem)
    fail(ExitCode::io, "{}: cannot create the folder: {}", folder.string(), problem.message());
}

std::string sha256(const std::string &content)
{
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (EVP_Digest(content.data(), content.size(), digest, &length, EVP_sha256(), nullptr) != 1)
    fail(ExitCode::internal, "SHA-256 is not available in this OpenSSL");
  std::string text;
  for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

}    // namespace softmode
