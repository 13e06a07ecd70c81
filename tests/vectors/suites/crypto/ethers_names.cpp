// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "ethers.h"

#include <kosh/base/money.h>
#include <kosh/crypto/ens.h>
#include <kosh/crypto/keystore.h>

using namespace kosh::crypto;

namespace kosh::test {
namespace {

/// UTF-8 given as a list of bytes.
std::string utf8(const boost::json::value& object, std::string_view key) {
    std::string out;
    for (const auto& byte : array(object, key)) {
        if (!byte.is_int64()) throw UnfamiliarShape("a byte is expected");
        out += static_cast<char>(static_cast<std::uint8_t>(byte.get_int64()));
    }
    return out;
}

/// "-0x1f" and decimal text as the sign and 0x-hex of at least two digits.
std::string signedHex(std::string_view digits) {
    const bool isNegative = digits.starts_with('-');
    if (isNegative) digits.remove_prefix(1);
    const auto magnitude = need(U256::parse(digits));
    auto hexDigits = toHex(magnitude.toMinimalBigEndian());
    if (hexDigits.empty()) hexDigits = "00";
    return cat(isNegative && !magnitude.isZero() ? "-0x" : "0x", hexDigits);
}

/// The amount read, unless it is negative, and both signs written.
Verdict checkUnit(const Case& c, const std::string& unit, unsigned decimals) {
    const auto* typed = find(c.value, unit);
    if (typed == nullptr) return passed();
    const auto given = text(c.value, unit);
    const auto wei = text(c.value, "wei");
    const auto formatted = text(c.value, unit + "_format");
    // ethers writes at least one decimal place.
    auto written = formatUnits(need(I256::parse(wei)), decimals);
    if (written.find('.') == std::string::npos) written += ".0";
    const auto format = expectEqual(cat(unit, " format"), written, formatted);
    const auto read = parseUnits(given, decimals);
    if (given.starts_with('-')) {
        return all({format, read ? failed("a negative amount was taken")
                                 : expectEqual("error", read.error().key, "money.negative")});
    }
    if (given.starts_with('.')) {
        return all({format, read ? failed("an amount without a whole part was taken")
                                 : expectEqual("error", read.error().key, "money.number")});
    }
    return all({format, expectEqual(unit, need(read).toString(), wei)});
}

}  // namespace

Verdict checkNamehash(const Case& c) {
    const auto name = need(ens::normalise(text(c.value, "name")));
    return expectEqual("namehash", ens::namehash(name).toString(), text(c.value, "expected"));
}

/// Nameprep (RFC 3491) is what ENSIP-15 replaced. What both take must come out the same, and what
/// the old one forbids must stay forbidden.
Verdict checkNameprep(const Case& c) {
    const auto input = utf8(c.value, "input");
    const auto ours = ens::normalise(input);
    if (find(c.value, "output") != nullptr && !at(c.value, "output").is_null()) {
        if (!ours) return leftOut(cat("ENSIP-15 refuses it: ", ours.error().message));
        const auto expected = utf8(c.value, "output");
        // The sharp s became "ss" then and is a letter of its own now.
        if (input == "\u00df") return expectEqual("name", *ours, input);
        return expectEqual("name", *ours, expected);
    }
    if (ours && input.find("\u0627") != std::string::npos) {
        return leftOut("ENSIP-15 has no rules about the direction of text");
    }
    return ours ? failed(cat("was taken as ", *ours)) : passed();
}

Verdict checkWallet(const Case& c) {
    if (text(c.value, "type") != "secret-storage") {
        return leftOut("files of the 2014 sale: Kosh reads key files of version 3 only");
    }
    const auto password = SecretBytes::fromText(text(c.value, "password"));
    const auto key = need(keystore::open(text(c.value, "json"), password));
    return all({expectEqual("key", toHex0x(key.bytes().view()), text(c.value, "privateKey")),
                expectEqual("address", toHex0x(key.publicKey().address().view()),
                            text(c.value, "address"))});
}

Verdict checkBigNumber(const Case& c) {
    const auto& value = at(c.value, "value");
    const bool isInvalid = at(c.value, "expectedValue").is_null();
    if (!value.is_string()) {
        if (isInvalid) return leftOut("the limit of JavaScript's numbers is not one of integers");
        return expectEqual("value", signedHex(numberText(c.value, "value")),
                           signedHex(text(c.value, "expectedValue")));
    }
    const auto digits = text(c.value, "value");
    if (isInvalid) return U256::parse(digits) ? failed("was taken") : passed();
    return expectEqual("value", signedHex(digits), signedHex(text(c.value, "expectedValue")));
}

Verdict checkUnits(const Case& c) {
    const std::initializer_list<std::pair<const char*, unsigned>> units = {
        {"kwei", 3},    {"mwei", 6},   {"gwei", 9},   {"szabo", 12},
        {"finney", 15}, {"ether", 18}, {"satoshi", 8}};
    for (const auto& [unit, decimals] : units) {
        auto verdict = checkUnit(c, unit, decimals);
        if (verdict.kind != Verdict::Kind::passed) return verdict;
    }
    return passed();
}

}  // namespace kosh::test
