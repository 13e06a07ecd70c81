// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/error_text.h"

#include <QCoreApplication>
#include <string_view>
#include <utility>

namespace kosh::ui {

namespace {

constexpr const char* kContext = "Errors";

/// Keys whose message needs no figures; the others keep the message that names them.
constexpr std::pair<std::string_view, const char*> kSentences[] = {
    {"vault.passphrase", QT_TRANSLATE_NOOP("Errors", "This passphrase does not open the vault.")},
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
     QT_TRANSLATE_NOOP("Errors",
                       "These words are not a recovery phrase: check their order and spelling.")},
    {"bip39.word_count",
     QT_TRANSLATE_NOOP("Errors", "A recovery phrase has 12, 15, 18, 21 or 24 words.")},
    {"quote.expired", QT_TRANSLATE_NOOP("Errors", "The quote has expired. Ask again.")},
    {"quote.not_current",
     QT_TRANSLATE_NOOP("Errors", "The network cannot be reached, so this quote cannot be traded.")},
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
    {"vault.locked", QT_TRANSLATE_NOOP("Errors", "The vault is locked.")},
    {"vault.passphrase_long", QT_TRANSLATE_NOOP("Errors", "This passphrase is too long.")},
    {"money.negative", QT_TRANSLATE_NOOP("Errors", "An amount cannot be below zero.")},
    {"money.exponent",
     QT_TRANSLATE_NOOP("Errors", "Write the amount out: no power of ten such as 1e18.")},
    {"money.range", QT_TRANSLATE_NOOP("Errors", "This amount is greater than any token can have.")},
    {"address.format",
     QT_TRANSLATE_NOOP("Errors", "An address is 0x and 40 characters of 0 to 9 and a to f.")},
    {"address.checksum",
     QT_TRANSLATE_NOOP(
         "Errors",
         "The small and capital letters of this address do not fit: a character is wrong.")},
    {"wallet.amount_zero", QT_TRANSLATE_NOOP("Errors", "Enter an amount above zero.")},
    {"wallet.unknown_address", QT_TRANSLATE_NOOP("Errors", "This address is not in this vault.")},
    {"wallet.watch_only",
     QT_TRANSLATE_NOOP("Errors", "This address is only watched: its key is not here.")},
    {"wallet.on_device",
     QT_TRANSLATE_NOOP("Errors", "The key of this address is on another device of yours.")},
    {"wallet.request_declined",
     QT_TRANSLATE_NOOP("Errors", "It was declined, or its time to be signed is over.")},
    {"wallet.unknown_request",
     QT_TRANSLATE_NOOP("Errors", "The node does not ask for this signature any more.")},
    {"wallet.request_signed", QT_TRANSLATE_NOOP("Errors", "It has been signed already.")},
    {"trading.declined", QT_TRANSLATE_NOOP("Errors", "It was not signed, so it was not sent.")},
    {"liquidity.declined", QT_TRANSLATE_NOOP("Errors", "It was not signed, so it was not sent.")},
    {"approval.declined", QT_TRANSLATE_NOOP("Errors", "It was not signed, so it was not sent.")},
    {"wallet.zero_address",
     QT_TRANSLATE_NOOP("Errors", "What is sent to this address is lost for everybody.")},
    {"wallet.deadline_past", QT_TRANSLATE_NOOP("Errors", "This point in time is over.")},
    {"wallet.fee_too_low",
     QT_TRANSLATE_NOOP("Errors", "The network does not take a fee this low.")},
    {"wallet.not_pending", QT_TRANSLATE_NOOP("Errors", "This transaction is no longer under way.")},
    {"wallet.nonce_taken",
     QT_TRANSLATE_NOOP("Errors", "Another transaction has this place in the order already.")},
    {"wallet.permit_unsupported",
     QT_TRANSLATE_NOOP("Errors", "This token takes no approval by signature.")},
    {"wallet.permit2_missing",
     QT_TRANSLATE_NOOP("Errors", "Permit2 is not there on this network.")},
    {"wallet.recipient_unknown",
     QT_TRANSLATE_NOOP("Errors", "It is not known who would get this.")},
    {"keystore.password", QT_TRANSLATE_NOOP("Errors", "This password does not open the key file.")},
    {"chain.disagreement",
     QT_TRANSLATE_NOOP("Errors", "Two endpoints say different things about this.")},
    {"chain.endpoint_url",
     QT_TRANSLATE_NOOP("Errors", "An endpoint is a complete http:// or https:// address.")},
    {"chain.no_private_endpoint",
     QT_TRANSLATE_NOOP("Errors", "No endpoint of this network is for private sends.")},
    {"chain.nonce_too_low", QT_TRANSLATE_NOOP("Errors", "Another transaction was faster.")},
    {"chain.underpriced", QT_TRANSLATE_NOOP("Errors", "The network wants a higher fee.")},
    {"chain.insufficient_funds",
     QT_TRANSLATE_NOOP("Errors", "There is too little of the coin for the amount and the fee.")},
    {"net.host_disabled", QT_TRANSLATE_NOOP("Errors", "You switched this host off.")},
    {"net.timeout", QT_TRANSLATE_NOOP("Errors", "There was no answer in time.")},
    {"token.not_a_token", QT_TRANSLATE_NOOP("Errors", "There is no token at this address.")},
    {"token.balance_unknown", QT_TRANSLATE_NOOP("Errors", "The balance could not be read.")},
    {"quote.amount_too_small",
     QT_TRANSLATE_NOOP("Errors", "This amount is too small to be traded.")},
    {"quote.fee_on_transfer",
     QT_TRANSLATE_NOOP("Errors",
                       "This token keeps a part of every transfer, which pools cannot work with.")},
    {"trading.amount_zero", QT_TRANSLATE_NOOP("Errors", "Enter an amount above zero.")},
    {"trading.price", QT_TRANSLATE_NOOP("Errors", "No pool can have this price.")},
    {"trading.price_not_beyond",
     QT_TRANSLATE_NOOP("Errors",
                       "The price is there already: swap at once, or ask for a better price.")},
    {"trading.price_moved",
     QT_TRANSLATE_NOOP("Errors", "The price moved further than you agreed to.")},
    {"trading.transfer_failed", QT_TRANSLATE_NOOP("Errors", "A token refused to be moved.")},
    {"trading.cancelled", QT_TRANSLATE_NOOP("Errors", "The transaction was cancelled.")},
    {"trading.order_over", QT_TRANSLATE_NOOP("Errors", "This order is over.")},
    {"liquidity.unsupported",
     QT_TRANSLATE_NOOP("Errors", "There are no liquidity positions on this network.")},
    {"liquidity.same_token", QT_TRANSLATE_NOOP("Errors", "Choose two different tokens.")},
    {"liquidity.amount_zero", QT_TRANSLATE_NOOP("Errors", "Enter an amount above zero.")},
    {"liquidity.tick_range", QT_TRANSLATE_NOOP("Errors", "The range has to begin below its end.")},
    {"liquidity.not_current",
     QT_TRANSLATE_NOOP("Errors", "The network cannot be reached, so nothing can be changed now.")},
    {"liquidity.not_owner",
     QT_TRANSLATE_NOOP("Errors", "This position belongs to another address.")},
    {"liquidity.nothing_to_take",
     QT_TRANSLATE_NOOP("Errors", "There is no liquidity in this position.")},
    {"liquidity.nothing_to_collect", QT_TRANSLATE_NOOP("Errors", "There are no fees to collect.")},
    {"liquidity.slippage",
     QT_TRANSLATE_NOOP("Errors", "The price moved beyond your slippage limit.")},
    {"liquidity.deadline_passed",
     QT_TRANSLATE_NOOP("Errors", "The change was not mined before its deadline.")},
    {"liquidity.replaced",
     QT_TRANSLATE_NOOP("Errors", "Another transaction took the place of this one.")},
    {"liquidity.cancelled", QT_TRANSLATE_NOOP("Errors", "The transaction was cancelled.")},
    {"portfolio.no_numeraire",
     QT_TRANSLATE_NOOP("Errors", "This network has no token that values are shown in.")},
    {"portfolio.unsettled",
     QT_TRANSLATE_NOOP("Errors", "A transaction is under way. Try again when it is final.")},
    {"eip681.scheme", QT_TRANSLATE_NOOP("Errors", "A payment link begins with ethereum:")},
    {"eip681.address", QT_TRANSLATE_NOOP("Errors", "The address in this link is wrong.")},
    {"eip681.amount", QT_TRANSLATE_NOOP("Errors", "The amount in this link is wrong.")},
    {"eip681.function", QT_TRANSLATE_NOOP("Errors", "This link asks for more than a payment.")},
};

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
    for (const auto& [key, sentence] : kSentences)
        if (key == error.key) return QCoreApplication::translate(kContext, sentence);
    return QString::fromStdString(error.message);
}

}  // namespace kosh::ui
