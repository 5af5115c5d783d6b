// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/request.h"

#include "support/csv.h"
#include "support/error.h"

#include <cmath>

namespace softmode {

namespace {

double number(const std::string &option, const std::string &text)
{
  return finite_number(text, option, ExitCode::usage);
}

int whole(const std::string &option, const std::string &text, int low, int high)
{
  const double value = number(option, text);
  if (value != std::floor(value) || value < low || value > high)
    fail(ExitCode::usage, "{}: '{}' is not a whole number from {} to {}", option, text, low, high);
  return static_cast<int>(value);
}

}    // namespace

WavenumberRange window_of(const std::string &text)
{
  const auto parts = split(text, '-');
  if (parts.size() != 2)
    fail(ExitCode::usage, "--window: expected two wavenumbers like 1540-1640 (cm-1), got '{}'",
         text);
  const WavenumberRange range{number("--window", parts[0]), number("--window", parts[1])};
  if (!(range.low < range.high))
    fail(ExitCode::usage, "--window: {} is not below {}; give the lower wavenumber first", parts[0],
         parts[1]);
  return range;
}

BaselineChoice baseline_of(const std::string &text)
{
  using Kind = BaselineChoice::Kind;
  const auto parts = split(text, ':');
  const std::string name = parts.empty() ? "" : parts[0];
  const std::size_t given = parts.size();
  BaselineChoice b;
  if (name == "none" && given == 1) {
    b.order = -1;
  } else if (name == "constant" && given == 1) {
    b.order = 0;
  } else if (name == "linear" && given == 1) {
    b.order = 1;
  } else if (name == "polynomial" && given == 2) {
    b.order = whole("--baseline", parts[1], 0, 5);
  } else if (name == "rubber-band" && given == 1) {
    b.kind = Kind::rubber_band;
  } else if (name == "als" && given <= 3) {
    b.kind = Kind::als;
    if (given > 1) b.smoothness = number("--baseline", parts[1]);
    if (given > 2) b.asymmetry = number("--baseline", parts[2]);
    if (!(b.smoothness > 0.0 && b.smoothness <= 1e16 && b.asymmetry > 0.0 && b.asymmetry < 1.0))
      fail(ExitCode::usage,
           "--baseline: als:smoothness:asymmetry needs 0 < smoothness <= 1e16 and 0 < asymmetry < "
           "1, got '{}'",
           text);
  } else if (name == "snip" && given <= 2) {
    b.kind = Kind::snip;
    if (given > 1) b.half_width = whole("--baseline", parts[1], 1, 1000000);
  } else {
    fail(ExitCode::usage,
         "--baseline: '{}' is none of none, constant, linear, polynomial:n, rubber-band, "
         "als[:smoothness[:asymmetry]], snip[:half-width in points]",
         text);
  }
  if (b.kind != Kind::fitted) b.order = 0;
  return b;
}

SmoothingChoice smoothing_of(const std::string &text)
{
  const auto parts = split(text, ':');
  if (parts.size() != 2)
    fail(ExitCode::usage,
         "--smooth: expected half-width in points and degree of the polynomial, like 5:2, got '{}'",
         text);
  const SmoothingChoice s{whole("--smooth", parts[0], 1, 500), whole("--smooth", parts[1], 0, 10)};
  if (s.degree > 2 * s.half_width)
    fail(ExitCode::usage, "--smooth: degree {} needs a half-width of {} points or more", s.degree,
         (s.degree + 1) / 2);
  return s;
}

std::vector<double> centres_of(const std::string &text)
{
  std::vector<double> centres;
  for (const std::string &part : split(text, ',')) {
    centres.push_back(number("--centres", part));
    if (!(centres.back() > 0.0))
      fail(ExitCode::usage, "--centres: {} is not a positive wavenumber", part);
  }
  for (std::size_t i = 0; i < centres.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (centres[i] == centres[j])
        fail(ExitCode::usage, "--centres: {} stands there twice; components must differ",
             centres[i]);
  return centres;
}

void read_ratio(const std::string &text, FitRequest &request)
{
  if (text == "free") {
    request.fit_ratio = true;
    return;
  }
  const auto parts = split(text, ':');
  if (parts.empty() || parts.size() > 2)
    fail(ExitCode::usage,
         "--oscillator-ratio: expected 'free', a ratio like 1.2, or one with its error like "
         "1.2:0.1, got '{}'",
         text);
  request.ratio.value = number("--oscillator-ratio", parts[0]);
  if (parts.size() == 2) request.ratio.error = number("--oscillator-ratio", parts[1]);
  if (!(request.ratio.value > 0.0) || request.ratio.error < 0.0)
    fail(ExitCode::usage, "--oscillator-ratio: '{}' is not positive", text);
}

void check_request(const FitRequest &request)
{
  if (!request.lines.centres.empty() &&
      request.lines.centres.size() != static_cast<std::size_t>(request.components))
    fail(ExitCode::usage, "--centres: {} centres for {} components (--components)",
         request.lines.centres.size(), request.components);
  if (request.components != 2 && request.fit_ratio)
    fail(ExitCode::usage, "--oscillator-ratio: needs two components, not {}", request.components);
}

}    // namespace softmode
