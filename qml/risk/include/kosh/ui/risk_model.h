// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>
#include <kosh/ui/risk_rows.h>

#include <QObject>
#include <optional>
#include <string>
#include <vector>

namespace kosh::ui {

/// The review of one command: what its transactions would do, what is risky about them, and whether
/// the owner agreed to that. View models of features have one each.
class RiskModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::EffectRows* effects READ effects CONSTANT)
    Q_PROPERTY(kosh::ui::FindingRows* findings READ findings CONSTANT)
    /// Nothing forbids it: no finding that cannot be ignored.
    Q_PROPERTY(bool canSign READ canSign NOTIFY changed)
    Q_PROPERTY(bool needsAgreement READ needsAgreement NOTIFY changed)
    Q_PROPERTY(bool isAgreed READ isAgreed WRITE setAgreed NOTIFY changed)
    /// `canSign`, and agreed to where that is needed.
    Q_PROPERTY(bool mayGoOn READ mayGoOn NOTIFY changed)

public:
    using QObject::QObject;

    EffectRows* effects() { return &m_effects; }
    FindingRows* findings() { return &m_findings; }
    bool canSign() const { return m_canSign; }
    bool needsAgreement() const { return !m_rules.empty(); }
    bool isAgreed() const { return m_isAgreed; }
    bool mayGoOn() const { return m_canSign && (m_isAgreed || m_rules.empty()); }
    void setAgreed(bool isAgreed);

    /// A new review, or none; what was agreed to before is forgotten.
    void take(const std::optional<simulation::Review>& review);
    void clear() { take(std::nullopt); }
    /// The command was refused for findings nobody had seen: shows them. False for other errors.
    bool takeRefusal(const Error& error);
    /// What the command is to be given: the rules that were agreed to.
    std::vector<std::string> acceptedRules() const;

signals:
    void changed();

private:
    EffectRows m_effects;
    FindingRows m_findings;
    std::vector<std::string> m_rules;
    bool m_canSign = true, m_isAgreed = false;
};

}  // namespace kosh::ui
