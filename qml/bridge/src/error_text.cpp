// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/error_text.h"

#include <QCoreApplication>
#include <map>

namespace kosh::ui {

namespace {

constexpr const char* kContext = "Errors";

/// Keys whose message needs no figures; the others keep the message that names them.
const std::map<std::string, const char*, std::less<>>& sentences() {
    static const std::map<std::string, const char*, std::less<>> kSentences{
        {"vault.passphrase",
         QT_TRANSLATE_NOOP("Errors", "This passphrase does not open the vault.")},
        {"vault.passphrase_short",
         QT_TRANSLATE_NOOP("Errors", "The passphrase needs at least 8 characters.")},
        {"vault.exists", QT_TRANSLATE_NOOP("Errors", "There is a vault here already.")},
        {"vault.absent", QT_TRANSLATE_NOOP("Errors", "There is no vault here yet.")},
        {"vault.signing_locked",
         QT_TRANSLATE_NOOP("Errors", "Signing is locked. Enter the passphrase to go on.")},
        {"wallet.word_mismatch",
         QT_TRANSLATE_NOOP("Errors", "At least one word differs from your recovery phrase.")},
        {"wallet.exists", QT_TRANSLATE_NOOP("Errors", "This wallet is here already.")},
        {"bip39.checksum",
         QT_TRANSLATE_NOOP(
             "Errors", "These words are not a recovery phrase: check their order and spelling.")},
        {"bip39.word_count",
         QT_TRANSLATE_NOOP("Errors", "A recovery phrase has 12, 15, 18, 21 or 24 words.")},
        {"quote.expired", QT_TRANSLATE_NOOP("Errors", "The quote has expired. Ask again.")},
        {"quote.not_current",
         QT_TRANSLATE_NOOP("Errors",
                           "The network cannot be reached, so this quote cannot be traded.")},
        {"quote.same_token", QT_TRANSLATE_NOOP("Errors", "Choose two different tokens.")},
        {"quote.no_route", QT_TRANSLATE_NOOP("Errors", "No pool connects these two tokens.")},
        {"quote.insufficient_liquidity",
         QT_TRANSLATE_NOOP("Errors", "The pools do not hold enough for this amount.")},
        {"quote.amount_zero", QT_TRANSLATE_NOOP("Errors", "Enter an amount above zero.")},
        {"money.too_many_decimals",
         QT_TRANSLATE_NOOP("Errors", "The amount has more decimal places than the token.")},
        {"money.number", QT_TRANSLATE_NOOP("Errors", "Enter the amount as a plain number.")},
        {"chain.unavailable",
         QT_TRANSLATE_NOOP("Errors", "No endpoint of this network answers at the moment.")},
        {"trading.slippage",
         QT_TRANSLATE_NOOP("Errors", "The price moved beyond your slippage limit.")},
        {"trading.deadline_passed",
         QT_TRANSLATE_NOOP("Errors", "The swap was not mined before its deadline.")},
        {"trading.replaced",
         QT_TRANSLATE_NOOP("Errors", "Another transaction took the place of this one.")},
    };
    return kSentences;
}

}  // namespace

QString describe(const Error& error) {
    if (error.key == "vault.wait") {
        const auto wait = error.details.find("retryAfterMs");
        const auto ms = wait == error.details.end() ? 1000LL : std::atoll(wait->second.c_str());
        const auto seconds = static_cast<int>((ms + 999) / 1000);
        return QCoreApplication::translate(
            "Errors", "Too many attempts. Try again in %n second(s).", nullptr, seconds);
    }
    if (error.key == "bip39.unknown_word") {
        const auto position = error.details.find("position");
        if (position != error.details.end()) {
            return QCoreApplication::translate("Errors", "Word %1 is not in the word list.")
                .arg(QString::fromStdString(position->second));
        }
    }
    const auto found = sentences().find(error.key);
    if (found != sentences().end()) return QCoreApplication::translate(kContext, found->second);
    return QString::fromStdString(error.message);
}

}  // namespace kosh::ui
