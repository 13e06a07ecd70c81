// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "gains_sum.h"

#include "valuation.h"

namespace kosh::portfolio {

namespace {

/// `gain + (plus - minus)`; nothing when a step leaves 256 signed bits.
std::optional<I256> moved(const I256& gain, const U256& plus, const U256& minus) {
    const bool isLoss = plus < minus;
    const auto difference = I256::fromUnsigned(isLoss ? minus - plus : plus - minus, isLoss);
    return difference ? checkedAdd(gain, *difference) : std::nullopt;
}

/// Adds both values and their difference, or nothing of it.
bool addPair(const U256& plus, const U256& minus, U256& plusSum, U256& minusSum, I256& gain) {
    const auto newPlus = checkedAdd(plusSum, plus);
    const auto newMinus = checkedAdd(minusSum, minus);
    const auto newGain = moved(gain, plus, minus);
    if (!newPlus || !newMinus || !newGain) return false;
    plusSum = *newPlus;
    minusSum = *newMinus;
    gain = *newGain;
    return true;
}

void addUp(Gains& whole, const Gains& part) {
    whole.valuedIn = part.valuedIn;
    // A part that leaves the range of the sum stays out of it, and is said to.
    const bool isIn = addPair(part.realisedProceeds, part.realisedCost, whole.realisedProceeds,
                              whole.realisedCost, whole.realisedGain) &&
                      addPair(part.openValue, part.openCost, whole.openValue, whole.openCost,
                              whole.unrealisedGain);
    whole.fees = checkedAdd(whole.fees, part.fees).value_or(whole.fees);
    whole.feesInCost = checkedAdd(whole.feesInCost, part.feesInCost).value_or(whole.feesInCost);
    whole.unpriced += part.unpriced + (isIn ? 0 : 1);
}

}  // namespace

Gains& GainsSum::gainsOf(const token::Token& token, const Address& address) {
    const auto [place, isNew] = m_assets.try_emplace({token.chainId, address, token.address});
    auto& gains = place->second;
    if (!isNew) return gains;
    gains.chainId = token.chainId;
    gains.address = address;
    gains.token = token;
    if (const auto wallet = wallets.find(address); wallet != wallets.end())
        gains.walletId = wallet->second;
    if (const auto unit = numeraires.find(token.chainId); unit != numeraires.end())
        gains.valuedIn = unit->second;
    return gains;
}

void GainsSum::add(const GonePart& gone) {
    const auto& part = gone.part;
    auto& gains = gainsOf(gone.token, part.address);
    if (part.kind == MovementKind::fee && part.proceeds) {
        gains.fees = checkedAdd(gains.fees, *part.proceeds).value_or(gains.fees);
        if (gone.isCapitalised)
            gains.feesInCost =
                checkedAdd(gains.feesInCost, *part.proceeds).value_or(gains.feesInCost);
    }
    if (part.cost && part.proceeds &&
        addPair(*part.proceeds, *part.cost, gains.realisedProceeds, gains.realisedCost,
                gains.realisedGain)) {
        return;
    }
    ++gains.unpriced;
    m_unpriced.push_back({part.lotId, part.movementId, gone.token, part.address, part.quantity,
                          part.disposedAt,
                          part.cost       ? "proceeds"
                          : part.proceeds ? "cost"
                                          : "cost and proceeds"});
}

void GainsSum::add(const OpenPart& open) {
    const auto& lot = open.lot;
    auto& gains = gainsOf(open.token, lot.address);
    const auto price = pricesX64.find({open.token.chainId, open.token.address});
    const auto value = price == pricesX64.end()
                           ? std::nullopt
                           : valueOf(lot.quantity, price->second, open.token.decimals);
    if (value && lot.cost &&
        addPair(*value, *lot.cost, gains.openValue, gains.openCost, gains.unrealisedGain)) {
        return;
    }
    ++gains.unpriced;
    m_unpriced.push_back({lot.lotId,
                          {},
                          open.token,
                          lot.address,
                          lot.quantity,
                          lot.acquired.at,
                          lot.cost ? "price" : "cost"});
}

GetGains::Response GainsSum::finish() && {
    GetGains::Response response;
    std::map<std::pair<chain::ChainId, std::optional<Id>>, Gains> byWallet;
    std::map<chain::ChainId, Gains> byChain;
    for (auto& [key, gains] : m_assets) {
        auto& wallet = byWallet[{gains.chainId, gains.walletId}];
        wallet.chainId = gains.chainId;
        wallet.walletId = gains.walletId;
        addUp(wallet, gains);
        auto& chain = byChain[gains.chainId];
        chain.chainId = gains.chainId;
        addUp(chain, gains);
        response.assets.push_back(std::move(gains));
    }
    for (auto& [key, gains] : byWallet) response.wallets.push_back(std::move(gains));
    for (auto& [key, gains] : byChain) response.chains.push_back(std::move(gains));
    response.unpriced = std::move(m_unpriced);
    return response;
}

}  // namespace kosh::portfolio
