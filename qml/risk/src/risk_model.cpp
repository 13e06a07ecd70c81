// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/risk_model.h"

#include <kosh/ui/text.h>

#include <algorithm>

namespace kosh::ui {

void RiskModel::setAgreed(bool isAgreed) {
    if (m_isAgreed == isAgreed) return;
    m_isAgreed = isAgreed;
    emit changed();
}

void RiskModel::take(const std::optional<simulation::Review>& review) {
    m_effects.setRows(review ? effectsOf(*review) : QList<EffectRow>{});
    m_findings.setRows(review ? findingsOf(*review) : QList<FindingRow>{});
    m_rules = review ? review->rulesToAccept : std::vector<std::string>{};
    m_canSign = !review || review->canSign;
    m_isAgreed = false;
    emit changed();
}

bool RiskModel::takeRefusal(const Error& error) {
    const bool isBlocked = error.key == "simulation.blocked";
    if (!isBlocked && error.key != "simulation.not_accepted") return false;
    const auto named = error.details.find("ruleIds");
    const auto rules = named == error.details.end() ? QString() : text(named->second);
    auto rows = m_findings.rows();
    FindingRow row;
    row.key = row.rule = rules;
    row.level = isBlocked ? QStringLiteral("block") : QStringLiteral("danger");
    row.reason = text(error.message);
    const auto isThere = std::any_of(rows.begin(), rows.end(),
                                     [&](const auto& other) { return other.key == row.key; });
    if (!isThere) rows.prepend(std::move(row));
    m_findings.setRows(std::move(rows));
    if (isBlocked) m_canSign = false;
    for (const auto& rule : rules.split(QStringLiteral(", "), Qt::SkipEmptyParts)) {
        const auto id = rule.toStdString();
        const bool isNew = std::find(m_rules.begin(), m_rules.end(), id) == m_rules.end();
        if (!isBlocked && isNew) m_rules.push_back(id);
    }
    m_isAgreed = false;
    emit changed();
    return true;
}

std::vector<std::string> RiskModel::acceptedRules() const {
    return m_isAgreed ? m_rules : std::vector<std::string>{};
}

}  // namespace kosh::ui
