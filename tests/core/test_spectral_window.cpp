// SPDX-License-Identifier: BSD-3-Clause
#include "core/spectral_window.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace softmode {

TEST(SpectralWindow, HasTheWidthsHarrisGives)
{
  // 3 dB bandwidths in bins, table 1 there
  EXPECT_NEAR(window_fwhm(Window::none), 0.89, 0.01);
  EXPECT_NEAR(window_fwhm(Window::hann), 1.44, 0.01);
  EXPECT_NEAR(window_fwhm(Window::hamming), 1.30, 0.01);
  EXPECT_NEAR(window_fwhm(Window::blackman), 1.64, 0.05);    // 1.68 with his coefficients
}

TEST(SpectralWindow, IsLargestInTheMiddle)
{
  for (const Window w : {Window::hann, Window::hamming, Window::blackman}) {
    const std::vector<double> h = window_function(w, 64);
    EXPECT_NEAR(h[32], 1.0, 1e-12);
    EXPECT_EQ(std::max_element(h.begin(), h.end()) - h.begin(), 32);
    for (int i = 1; i < 32; ++i) EXPECT_NEAR(h[i], h[64 - i], 1e-12);
  }
  EXPECT_NEAR(window_function(Window::hann, 64)[0], 0.0, 1e-12);
  EXPECT_NEAR(window_function(Window::hamming, 64)[0], 0.08, 1e-12);
}

TEST(SpectralWindow, IsFoundByItsName)
{
  EXPECT_EQ(window_by_name("blackman"), Window::blackman);
  EXPECT_FALSE(window_by_name("Hann").has_value());
}

}    // namespace softmode
