// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Marks a function that also runs on a GPU. The test is on the compiler, not on whether Kokkos was
// included first: include order must never be able to drop the device attribute.
#if defined(__CUDACC__) || defined(__HIPCC__)
#define SOFTMODE_FUNCTION __host__ __device__ inline
#else
#define SOFTMODE_FUNCTION inline
#endif
