// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/quantity_words.h"

#include "spectra/no_spectrum.h"
#include "spectra/text.h"

#include <algorithm>
#include <initializer_list>

namespace softmode::spectra {

namespace {

using Words = std::initializer_list<const char *>;

bool is_one_of(const std::string &word, Words words)
{
  return std::any_of(words.begin(), words.end(), [&](const char *w) { return word == w; });
}

void replace(std::string &text, std::string_view from, std::string_view to)
{
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// Letters and digits of a name in lower case, and whether it speaks of per cent.
struct Name {
  std::string letters;
  bool percent = false;
};

Name name_in(std::string_view text)
{
  std::string low = lower(text);
  for (const char *word : {"per cent", "percent", "prozent", "pct"}) replace(low, word, "%");
  Name name;
  for (const char c : low) {
    if (c == '%') name.percent = true;
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) name.letters += c;
  }
  return name;
}

bool is_negative(std::string_view text)
{
  const std::string_view whole = trimmed(text);
  return whole.substr(0, 1) == "-" || whole.substr(0, 3) == "\xE2\x88\x92";
}

std::optional<QuantityWord> absorbance(const std::string &word, bool negative)
{
  if (is_one_of(word, {"absorbance",
                       "absorbances",
                       "absorbancy",
                       "absorbanz",
                       "absorb",
                       "abs",
                       "a",
                       "extinction",
                       "extinktion",
                       "opticaldensity",
                       "od",
                       "log1t",
                       "log101t",
                       "logi0i",
                       "log10i0i",
                       "irabsorbance",
                       "infraredabsorbance",
                       "atrabsorbance",
                       "correctedabsorbance",
                       "atrcorrectedabsorbance",
                       "absorbancelog1t",
                       "absorbancelog101t",
                       "absorbancelogi0i",
                       "decadicabsorbance",
                       "absorbancebase10"}) ||
      (negative && is_one_of(word, {"logt", "log10t", "lgt", "logtt0", "logii0", "log10ii0"})))
    return QuantityWord{Quantity::absorbance};
  if (is_one_of(word, {"log1r", "log101r", "apparentabsorbance", "pseudoabsorbance",
                       "reflectanceabsorbance", "absorbancelog1r"}) ||
      (negative && is_one_of(word, {"logr", "log10r", "lgr", "logrr0", "log10rr0"})))
    return QuantityWord{Quantity::absorbance, "log(1/R) is taken as absorbance"};
  if (is_one_of(word, {"absorption", "iabsorption", "absorbtion"}))
    return QuantityWord{Quantity::absorbance, "\"absorption\" is taken as absorbance"};
  return std::nullopt;
}

std::optional<QuantityWord> fraction(const std::string &word, bool percent)
{
  if (is_one_of(word, {"transmittance", "transmission", "transmitance", "transmittence", "t",
                       "transmittanz", "trans", "transm", "durchlssigkeit"}))
    return QuantityWord{percent ? Quantity::percent_transmittance : Quantity::transmittance};
  if (is_one_of(word, {"reflectance", "reflection", "reflexion", "reflektion", "reflectivity", "r",
                       "refl", "diffusereflectance", "diffusereflection", "specularreflectance",
                       "totalreflectance", "reflektanz", "relativereflectance"}))
    return QuantityWord{percent ? Quantity::percent_reflectance : Quantity::reflectance};
  return std::nullopt;
}

std::optional<QuantityWord> proportional(const std::string &word)
{
  if (is_one_of(word, {"kubelkamunk", "kubelkamunck", "kubelkamunktransform", "kubelka", "km", "fr",
                       "kubelkamunkfr", "frinf"}))
    return QuantityWord{Quantity::kubelka_munk};
  if (is_one_of(word, {"arbitrary", "arbitary", "arbitraryunits", "arbitaryunits", "arb", "arbu",
                       "y", "intensity", "irintensity", "relativeintensity", "relative",
                       "photoacoustic", "photoacousticsignal", "pas", "normalized", "normalised",
                       "normalizedabsorbance", "normalisedabsorbance"}))
    return QuantityWord{Quantity::arbitrary};
  if (word == "au")
    return QuantityWord{
        Quantity::arbitrary,
        "\"a.u.\" can mean absorbance or arbitrary units: taken as arbitrary, which fits alike"};
  if (is_one_of(word, {"mau", "mabs", "mod", "milliabsorbance"}))
    return QuantityWord{Quantity::arbitrary,
                        "thousandths of absorbance are taken as arbitrary, which fits alike"};
  if (is_one_of(word, {"absorbancebasee", "napierianabsorbance", "naperianabsorbance",
                       "absorbanceln1t", "ln1t"}))
    return QuantityWord{Quantity::arbitrary, "an absorbance to base e, which is proportional to "
                                             "absorbance, is taken as arbitrary"};
  const bool per_amount = word.rfind("micromolmol1m1", 0) == 0 || word.rfind("ppm1m1", 0) == 0 ||
                          word.rfind("ppmm1", 0) == 0;
  if (per_amount ||
      is_one_of(word, {"absorptioncoefficient", "absorptivity", "molarabsorptivity", "epsilon",
                       "molarabsorptioncoefficient", "extinctioncoefficient",
                       "molarextinctioncoefficient", "crosssection", "absorptioncrosssection"}))
    return QuantityWord{Quantity::arbitrary, "an absorption coefficient, which is proportional to "
                                             "absorbance, is taken as arbitrary"};
  return std::nullopt;
}

std::optional<QuantityWord> meaning_of(const std::string &word, bool percent, bool negative)
{
  if (auto found = fraction(word, percent)) return found;
  if (percent) return std::nullopt;
  if (auto found = absorbance(word, negative)) return found;
  return proportional(word);
}

// without an ending that says nothing of the quantity; false where there is none
bool cut_ending(std::string &word)
{
  for (const std::string_view ending :
       {"arbitraryunits", "arbitraryunit", "units", "unit", "au", "arb", "function", "scale",
        "spectrum", "dimensionless", "fraction", "normalized", "normalised", "norm", "0to1",
        "01"}) {
    if (word.size() <= ending.size() ||
        word.compare(word.size() - ending.size(), ending.size(), ending) != 0)
      continue;
    word.erase(word.size() - ending.size());
    return true;
  }
  return false;
}

}    // namespace

namespace {

// a word that says nothing of the ordinate, beside one that may: "sample", "at", "3"
bool is_filler(const std::string &word)
{
  if (word.find_first_not_of("0123456789.#") == std::string::npos) return true;
  return is_one_of(word, {"at", "of", "for", "the", "in", "sample", "samples", "spectrum",
                          "spectra", "measured", "scan", "run", "no", "nr", "data"});
}

// the same without such words; empty where none of them stands there
std::string without_fillers(std::string_view text)
{
  constexpr std::string_view separators = " \t_,;:@=";
  std::string kept;
  bool any = false;
  for (std::size_t at = text.find_first_not_of(separators); at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const bool filler = is_filler(lower(word));
    any = any || filler;
    if (!filler) kept += (kept.empty() ? "" : " ") + std::string(word);
    at = text.find_first_not_of(separators, end);
  }
  return any ? kept : "";
}

}    // namespace

bool is_unmistakable_quantity(std::string_view text)
{
  constexpr std::size_t shortest = 3;    // "A", "R", "KM" name samples as well
  const auto [letters, percent] = name_in(text);
  if (!percent && (letters.size() < shortest || is_one_of(letters, {"trans", "arb", "rel"})))
    return false;
  return quantity_word(text).has_value();
}

std::optional<QuantityWord> quantity_word_beside_others(std::string_view text)
{
  if (auto found = quantity_word(text)) return found;
  const std::string rest = without_fillers(text);
  return is_unmistakable_quantity(rest) ? quantity_word(rest) : std::nullopt;
}

std::optional<QuantityWord> quantity_in_comment(std::string_view text)
{
  if (auto found = quantity_word_beside_others(text)) return found;
  const std::string low = lower(text);
  for (const char *other : {"deriv", "differ", "ratio"})
    if (low.find(other) != std::string::npos) return std::nullopt;
  const std::size_t sign = text.find_first_of("=,;(");
  if (sign == std::string_view::npos) return std::nullopt;
  auto before = quantity_word(text.substr(0, sign));
  const auto after = quantity_word_beside_others(text.substr(sign + 1));
  if (!before || (after && after->quantity != before->quantity)) return std::nullopt;
  const bool more_percent = name_in(text.substr(sign)).percent && !after;
  if (more_percent || (text[sign] == '=' && !after)) return std::nullopt;
  return before;
}

std::optional<QuantityWord> quantity_word(std::string_view text)
{
  const auto [letters, percent] = name_in(text);
  const bool negative = is_negative(text);
  std::string word = letters;
  do {
    if (auto found = meaning_of(word, percent, negative)) return found;
  } while (cut_ending(word));
  return std::nullopt;
}

std::optional<Quantity> quantity_of(std::string_view text)
{
  const std::optional<QuantityWord> word = quantity_word(text);
  return word ? std::optional(word->quantity) : std::nullopt;
}

bool is_percent(std::string_view text)
{
  const auto [letters, percent] = name_in(text);
  return percent && letters.empty();
}

bool ends_in_percent(std::string_view text)
{
  const std::size_t last = text.find_last_not_of(" )]");
  if (last == std::string_view::npos || text[last] != '%') return false;
  const std::size_t before = last > 0 ? text.find_last_not_of(" ([", last - 1) : std::string::npos;
  return before == std::string_view::npos || text[before] < '0' || text[before] > '9';
}

std::optional<Quantity> in_percent(Quantity quantity)
{
  switch (quantity) {
    case Quantity::transmittance:
    case Quantity::percent_transmittance:
      return Quantity::percent_transmittance;
    case Quantity::reflectance:
    case Quantity::percent_reflectance:
      return Quantity::percent_reflectance;
    default:
      return std::nullopt;
  }
}

std::optional<OtherOrdinate> other_ordinate(std::string_view text)
{
  const auto [letters, percent] = name_in(text);
  const auto speaks_of = [&word = letters](const char *part) {
    return word.find(part) != std::string::npos;
  };
  if (speaks_of("singlebeam") || speaks_of("singlechannel") || letters == "sb")
    return OtherOrdinate{"a single beam with the background in it", "export the ratio of both"};
  if (speaks_of("background") && word_of_no_spectrum(text))
    return OtherOrdinate{"a background", "export the ratio to it"};
  if (speaks_of("interferogram") ||
      is_one_of(letters, {"v", "volt", "volts", "mv", "millivolts", "counts", "signal"}))
    return OtherOrdinate{"the signal of a detector", "export the ratio to the background"};
  if (speaks_of("absorptance") ||
      (percent && (speaks_of("absorption") || speaks_of("absorbtion"))) ||
      (percent && is_one_of(letters, {"a", "abs", "absorbance"})))
    return OtherOrdinate{"1 - T, in which bands saturate", "export absorbance or transmittance"};
  if (speaks_of("derivative"))
    return OtherOrdinate{"a derivative of a spectrum", "export the spectrum itself"};
  for (const char *part : {"emission", "emissivity", "emittance", "radiance"})
    if (speaks_of(part)) return OtherOrdinate{"an emission", "export absorbance"};
  return std::nullopt;
}

}    // namespace softmode::spectra
