// SPDX-License-Identifier: GPL-2.0-only
// Every difference between the KOKKOS packages of LAMMPS 29Sep2021 (Kokkos 3.4) and 4Jul2026 (Kokkos 5).
//
// LAMMPS renamed its view types and scalars in 2025. None of them is named here: a view type is what
// AtomKokkos and NeighborKokkos hand out, and a scalar is the value type of a view.
#pragma once

#include "compat/atom_data_masks.h"

#include "atom_kokkos.h"
#include "kokkos_type.h"
#include "neighbor_kokkos.h"

#include <type_traits>
#include <utility>

namespace compat {

using namespace LAMMPS_NS;

template <class Device, class DualView>
using view_of = std::decay_t<decltype(std::declval<DualView &>().template view<Device>())>;

template <class Device> using x_view = view_of<Device, decltype(AtomKokkos::k_x)>;
template <class Device> using f_view = view_of<Device, decltype(AtomKokkos::k_f)>;
template <class Device> using v_view = view_of<Device, decltype(AtomKokkos::k_v)>;
template <class Device> using charge_view = view_of<Device, decltype(AtomKokkos::k_q)>;
template <class Device> using mass_view = view_of<Device, decltype(AtomKokkos::k_mass)>;
template <class Device> using rmass_view = view_of<Device, decltype(AtomKokkos::k_rmass)>;
template <class Device> using int_view = view_of<Device, decltype(AtomKokkos::k_type)>;
template <class Device> using list_view = view_of<Device, decltype(NeighborKokkos::k_bondlist)>;

/// The same view, written with atomic operations.
template <class View>
using atomic_view =
    Kokkos::View<typename View::data_type, typename View::array_layout, typename View::device_type,
                 Kokkos::MemoryTraits<Kokkos::Atomic | Kokkos::Unmanaged>>;

/// Data of our own on host and device: independent of LAMMPS's names.
template <class T> using dual_1d = Kokkos::DualView<T *, Kokkos::LayoutRight, LMPDeviceType>;
template <class Device, class T> using device_1d = Kokkos::View<T *, Kokkos::LayoutRight, Device>;

// Angle::kokkosable and its like exist since 2022
template <class Style> auto set_kokkosable(Style *style, int) -> decltype(style->kokkosable, void())
{
  style->kokkosable = 1;
}
template <class Style> void set_kokkosable(Style *, long) {}

}    // namespace compat
