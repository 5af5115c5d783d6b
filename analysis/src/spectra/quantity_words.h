// SPDX-License-Identifier: BSD-3-Clause
// What programs call the ordinate of an infrared spectrum.
#pragma once

#include "softmode/analysis/spectra/measured_spectra.h"

#include <optional>
#include <string>
#include <string_view>

namespace softmode::spectra {

/// What a word for the ordinate means, with a note where it is a choice and not the word itself.
struct QuantityWord {
  Quantity quantity;
  std::string note{};
};

/// Meaning of "ABSORBANCE", "Abs.", "%T", "Transmittance [%]", "K-M", "log(1/R)", "arb. units", "(micromol/mol)-1m-1
/// (base 10)", ... in any case, with any marks; nullopt for anything else.
std::optional<QuantityWord> quantity_word(std::string_view text);

/// Whether a text is such a word that can be nothing else: "%T", "absorbance", not "A".
bool is_unmistakable_quantity(std::string_view text);

/// The same also of "%T sample 3", "sample %T", "absorbance of run 2", where the word can be nothing else.
std::optional<QuantityWord> quantity_word_beside_others(std::string_view text);

/// The same of a comment on the ordinate: "absorbance, baseline corrected", "A = log10(I0/I)", "transmittance in percent";
/// nullopt where derivatives or differences are spoken of.
std::optional<QuantityWord> quantity_in_comment(std::string_view text);

/// Quantity of such a word, for those who need no note.
std::optional<Quantity> quantity_of(std::string_view text);

/// Whether a text is a unit of per cent and nothing more: "%", "(%)", "[ % ]", "percent".
bool is_percent(std::string_view text);

/// Whether a name ends in that unit, as in "173 K (%)"; not in "humidity 50 %".
bool ends_in_percent(std::string_view text);

/// Transmittance or reflectance in per cent; nullopt for any other quantity.
std::optional<Quantity> in_percent(Quantity quantity);

/// An ordinate that is known and cannot be fitted ("SINGLE BEAM", "absorptance"): what it is, and what to do.
struct OtherOrdinate {
  std::string what, advice;
};
std::optional<OtherOrdinate> other_ordinate(std::string_view text);

}    // namespace softmode::spectra
