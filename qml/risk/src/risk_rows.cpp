// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/risk_rows.h"

#include <kosh/ui/text.h>

#include <algorithm>

namespace kosh::ui {

namespace {

/// Collects the lines and gives each a key of its own.
struct Lines {
    const simulation::Review& review;
    QList<EffectRow> rows{};

    EffectRow& add(const char* kind, QString text) {
        EffectRow row;
        row.key = QString::number(rows.size());
        row.kind = QLatin1String(kind);
        row.text = std::move(text);
        rows << std::move(row);
        return rows.back();
    }
    void addChange(const simulation::BalanceChange& change) {
        auto symbol = text(change.symbol);
        if (change.tokenId) symbol += QStringLiteral(" #") + text(change.tokenId->toString());
        auto& row = add("change", std::move(symbol));
        row.amount = (change.amount.isNegative() ? QStringLiteral("-") : QString()) +
                     text(change.amount.magnitude().toString());
        row.decimals = int(change.decimals);
    }
    /// What may be taken is what some call of the review moves; -1 when none does.
    int decimalsOf(const simulation::ApprovalChange& change) const {
        if (change.kind.starts_with("nft")) return 0;
        for (const auto& call : review.calls) {
            for (const auto& moved : call.simulation.changes)
                if (moved.contract == change.contract && !moved.tokenId) return int(moved.decimals);
        }
        return -1;
    }
    void addAllowance(const simulation::ApprovalChange& change) {
        const auto& named = change.symbol.empty() ? change.contract.toString() : change.symbol;
        auto& row = add("allowance", text(named));
        row.amount = text(change.amount.toString());
        row.other =
            text(change.spenderName.empty() ? change.spender.toString() : change.spenderName);
        row.isUnlimited = change.isUnlimited;
        row.decimals = decimalsOf(change);
    }
};

void addOnce(QList<FindingRow>& rows, const simulation::Finding& finding) {
    FindingRow row;
    row.rule = text(finding.ruleId);
    row.level = nameOf(finding.level);
    row.value = text(finding.value);
    row.threshold = text(finding.threshold);
    row.reason = text(finding.reason);
    row.key = row.rule + row.value + row.reason;
    const auto isThere = std::any_of(rows.begin(), rows.end(),
                                     [&](const auto& other) { return other.key == row.key; });
    if (!isThere) rows << std::move(row);
}

}  // namespace

QList<EffectRow> effectsOf(const simulation::Review& review) {
    Lines lines{review};
    for (const auto& call : review.calls) {
        const auto& result = call.simulation;
        lines.add("call", text(call.purpose)).other = nameOf(result.method);
        for (const auto& action : result.actions)
            lines.add("action", text(action.words)).depth = int(action.depth);
        if (!result.isSuccess && !result.failure.empty())
            lines.add("failure", text(result.failure));
        for (const auto& change : result.changes) lines.addChange(change);
        for (const auto& change : result.approvals) lines.addAllowance(change);
        for (const auto& unknown : result.unknowns) lines.add("unknown", text(unknown));
    }
    return lines.rows;
}

QList<FindingRow> findingsOf(const simulation::Review& review) {
    using L = simulation::Level;
    QList<FindingRow> rows;
    for (const auto level : {L::block, L::danger, L::warning, L::info}) {
        for (const auto& call : review.calls) {
            for (const auto& one : call.simulation.findings)
                if (one.level == level) addOnce(rows, one);
        }
    }
    return rows;
}

}  // namespace kosh::ui
