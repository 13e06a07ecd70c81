// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/liquidity_model.h"

#include <kosh/ui/error_text.h>
#include <kosh/ui/text.h>
#include <kosh/vault/api.h>

#include <algorithm>
#include <utility>

namespace kosh::ui {

namespace {

PositionRow rowOf(const liquidity::Position& one) {
    PositionRow row;
    row.key = text(one.tokenId.toString());
    row.symbol0 = text(one.token0.symbol);
    row.symbol1 = text(one.token1.symbol);
    row.decimals0 = int(one.token0.decimals);
    row.decimals1 = int(one.token1.decimals);
    row.amount0 = text(one.amount0.toString());
    row.amount1 = text(one.amount1.toString());
    row.fees0 = text(one.fees0.toString());
    row.fees1 = text(one.fees1.toString());
    row.price = text(one.price);
    row.priceLower = text(one.priceLower);
    row.priceUpper = text(one.priceUpper);
    row.feePips = double(one.feePips);
    row.isInRange = one.isInRange;
    row.hasFees = !one.fees0.isZero() || !one.fees1.isZero();
    row.hasLiquidity = !one.liquidity.isZero();
    row.hasLoss = one.holding.has_value();
    if (one.holding) row.lossPips = double(one.holding->lossPips);
    row.owner = one.owner.toString();
    return row;
}

}  // namespace

LiquidityModel::LiquidityModel(Session& session) : m_session(session) {
    m_again.setSingleShot(true);
    m_again.setInterval(300);
    connect(&m_again, &QTimer::timeout, this, &LiquidityModel::refresh);
    const auto again = [this] {
        if (!m_again.isActive()) m_again.start();
    };
    connect(&session, &Session::walletsChanged, this, again);
    // An order is a position, too.
    const std::vector<std::string> topics{"liquidity.*", "trading.limit_order_progressed",
                                          "wallet.transaction_changed"};
    m_feed = session.client().subscribe(topics, this, [this, again](const events::Event& event) {
        if (event.type != "wallet.transaction_changed") again();
        if (m_changeStatus == u"pending") readChange();
    });
    connect(&session, &Session::chainChanged, this, [this] {
        m_isLoaded = false;
        m_positions.setRows({});
        choose({});
        refresh();
    });
    refresh();
}

void LiquidityModel::readChange() {
    m_session.client().call(liquidity::GetChange{m_changeId}, this,
                            [this, changeId = m_changeId](auto change) {
                                if (change && changeId == m_changeId) take(*change);
                            });
}

void LiquidityModel::follow(const QString& changeId) {
    const auto id = Id::parse(changeId.toStdString());
    choose({});
    refresh();
    if (!id) return;
    m_changeId = *id;
    readChange();
}

void LiquidityModel::refresh() {
    begin();
    read(0, {}, ++m_serial);
}

/// One address after the other; the list is shown when all are there.
void LiquidityModel::read(std::size_t index, QList<PositionRow> rows, quint64 serial) {
    const auto owners = m_session.addresses();
    if (index >= owners.size()) {
        end();
        return show(std::move(rows));
    }
    liquidity::ListPositions request;
    request.chainId = m_session.chainId();
    request.owner = owners[index];
    m_session.client().call(std::move(request), this, [this, index, rows, serial](auto list) {
        if (serial != m_serial) return end();
        if (!list) return end(list.error());
        auto all = rows;
        for (const auto& one : list->positions) all << rowOf(one);
        read(index + 1, std::move(all), serial);
    });
}

void LiquidityModel::show(QList<PositionRow> rows) {
    m_positions.setRows(std::move(rows));
    m_isLoaded = true;
    const auto key = std::exchange(m_chosen, {}).key;
    for (const auto& row : m_positions.rows())
        if (row.key == key) m_chosen = row;
    // One that was closed: what became of it is told above the others.
    if (m_chosen.key.isEmpty()) m_action.clear();
    emit changed();
}

void LiquidityModel::choose(const QString& key) {
    m_chosen = {};
    for (const auto& row : m_positions.rows())
        if (row.key == key) m_chosen = row;
    m_changeStatus.clear();
    start({}, 0);
}

void LiquidityModel::start(const QString& action, int shareBps) {
    m_action = action;
    m_shareBps = shareBps;
    m_needsPassphrase = false;
    m_risk.clear();
    m_problems.clear();
    m_idempotencyKey = freshKey();
    clearError();
    ++m_previewSerial;
    preview();
    emit changed();
}

void LiquidityModel::startIncrease(const QString& amount0, const QString& amount1) {
    m_added0 = amount0.trimmed();
    m_added1 = amount1.trimmed();
    start(QStringLiteral("increase"), 0);
}

bool LiquidityModel::fill(liquidity::PositionFields& fields) const {
    const auto owner = Address::parse(m_chosen.owner);
    const auto tokenId = U256::parse(m_chosen.key.toStdString());
    if (!owner || !tokenId) return false;
    fields.chainId = m_session.chainId();
    fields.tokenId = *tokenId;
    fields.owner = *owner;
    fields.useNative = true;
    return true;
}

template <typename Request>
void LiquidityModel::ask(Request request) {
    if (!fill(request)) return;
    begin();
    m_session.client().call(std::move(request), this,
                            [this, serial = m_previewSerial](auto preview) {
                                if (serial != m_previewSerial) return end();
                                if (!finish(preview)) return;
                                m_risk.take(preview->review);
                                for (const auto& one : preview->problems)
                                    m_problems << QString::fromStdString(one);
                                emit changed();
                            });
}

void LiquidityModel::preview() {
    if (m_action == u"collect") ask(liquidity::PreviewCollect{});
    if (m_action == u"close") ask(liquidity::PreviewClose{});
    if (m_action == u"increase") {
        liquidity::PreviewIncrease request;
        request.amount0 = m_added0.toStdString();
        request.amount1 = m_added1.toStdString();
        ask(std::move(request));
    }
    if (m_action == u"decrease") {
        liquidity::PreviewDecrease request;
        request.shareBps = m_shareBps;
        ask(std::move(request));
    }
}

template <typename Request>
void LiquidityModel::send(Request request) {
    if (!fill(request)) return;
    request.acceptedRules = m_risk.acceptedRules();
    begin();
    m_session.client().call(std::move(request), command(m_idempotencyKey), this,
                            [this](auto change) {
                                if (!change && m_risk.takeRefusal(change.error())) return end();
                                if (!finish(change)) {
                                    m_needsPassphrase = errorKey() == u"vault.signing_locked";
                                    emit changed();
                                    return;
                                }
                                start({}, 0);
                                m_changeId = change->changeId;
                                take(*change);
                            });
}

void LiquidityModel::confirm() {
    if (m_action == u"collect") send(liquidity::Collect{});
    if (m_action == u"close") send(liquidity::Close{});
    if (m_action == u"increase") {
        liquidity::Increase request;
        request.amount0 = m_added0.toStdString();
        request.amount1 = m_added1.toStdString();
        send(std::move(request));
    }
    if (m_action == u"decrease") {
        liquidity::Decrease request;
        request.shareBps = m_shareBps;
        send(std::move(request));
    }
}

void LiquidityModel::unlockAndConfirm(SecretField* passphrase) {
    if (passphrase == nullptr) return;
    begin();
    m_session.client().call(vault::UnlockSigning{passphrase->take()}, this, [this](auto unlocked) {
        if (!finish(unlocked)) return;
        m_needsPassphrase = false;
        emit changed();
        confirm();
    });
}

void LiquidityModel::take(const liquidity::Change& change) {
    for (const auto& [value, name] : enumNames(change.status))
        if (value == change.status) m_changeStatus = text(name);
    m_changeStep = text(change.step);
    const auto waits = [](const wallet::Transaction& one) {
        return one.status == wallet::TransactionStatus::awaitingSignature;
    };
    if (std::any_of(change.approvals.begin(), change.approvals.end(), waits) ||
        (change.transaction && waits(*change.transaction)))
        m_changeStep = tr("waiting for the signature of your device");
    m_changeFailure =
        change.errorKey.empty()
            ? QString()
            : describe({ErrorKind::precondition, change.errorKey, change.errorMessage});
    emit changed();
}

}  // namespace kosh::ui
