// SPDX-License-Identifier: BSD-3-Clause
// Values of a CIF as people and programs write them: numbers, formulas, signs beyond ASCII.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace softmode {

/// UTF-8, whatever the bytes were: a text that is not UTF-8 is taken as Windows-1252 (Latin-1).
std::string as_utf8(const std::string &text);

/// Blanks and minus signs of typesetting as ASCII, blanks at both ends removed; the rest as it is.
std::string in_ascii(const std::string &text);

/// A number of a CIF: "0.25", ".25(3)", "26.3 (2)", "26.3(0.2)", "1/4". NaN if it is none.
double cif_number(const std::string &text);

/// "; expected ..." for a text that cif_number() does not take though it begins with a number: words in brackets where
/// the uncertainty stands, a unit. "" for others.
std::string hint_on_number(const std::string &text);

/// The uncertainty in brackets, in the unit of the number: 0.004 of "1.003(4)"; 0 if there is none.
double cif_uncertainty(const std::string &text);

/// Atoms by element.
using Composition = std::map<std::string, double>;

/// "C9 H3 Cu1.5 O6", "C18H6Cu3O12", "C4 H6 O4, 3(H2 O)", over several lines, or "C18 H6 CU3 O12".
/// Empty if it cannot be read.
std::optional<Composition> read_formula(const std::string &text);

}    // namespace softmode
