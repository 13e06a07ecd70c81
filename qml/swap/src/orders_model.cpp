// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/orders_model.h"

#include "price_text.h"

#include <kosh/ui/error_text.h>
#include <kosh/ui/text.h>
#include <kosh/vault/api.h>

#include <utility>

namespace kosh::ui {

namespace {

constexpr int kPauseMs = 350;

}  // namespace

OrderRow OrderRow::of(const trading::LimitOrder& order) {
    using S = trading::OrderStatus;
    OrderRow row;
    row.key = text(order.orderId.toString());
    row.symbolIn = text(order.tokenIn.symbol);
    row.symbolOut = text(order.tokenOut.symbol);
    row.decimalsIn = int(order.tokenIn.decimals);
    row.decimalsOut = int(order.tokenOut.decimals);
    row.amountIn = text(order.amountIn.toString());
    row.expectedOut = text(order.expectedOut.toString());
    row.receivedIn = text(order.receivedIn.toString());
    row.receivedOut = text(order.receivedOut.toString());
    row.price = text(order.price);
    row.status = nameOf(order.status);
    if (!order.errorKey.empty())
        row.failure = describe({ErrorKind::precondition, order.errorKey, order.errorMessage});
    row.createdAt = double(order.createdAt.micros);
    row.canCancel = order.status == S::open || order.status == S::placing;
    row.isOver = order.status == S::filled || order.status == S::cancelled;
    return row;
}

OrdersModel::OrdersModel(Session& session) : m_session(session) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &OrdersModel::askPreview);
    m_feed = session.client().subscribe({"trading.limit_order_progressed"}, this,
                                        [this](const events::Event&) {
                                            if (m_isOpen) refresh();
                                        });
    connect(&session, &Session::chainChanged, this, [this] {
        if (std::exchange(m_isOpen, false)) open();
    });
    connect(&session, &Session::tokensChanged, this, &OrdersModel::updateTokens);
    connect(&session, &Session::traderChanged, this, &OrdersModel::edited);
}

void OrdersModel::open() {
    if (std::exchange(m_isOpen, true)) return;
    loadTokens();
    refresh();
}

void OrdersModel::refresh() {
    m_session.client().call(trading::ListLimitOrders{}, this, [this](auto list) {
        if (!list) return showError(list.error());
        QList<OrderRow> rows;
        for (const auto& one : list->orders)
            if (one.chainId == m_session.chainId()) rows << OrderRow::of(one);
        m_orders.setRows(std::move(rows));
        m_isLoaded = true;
        emit changed();
    });
}

void OrdersModel::loadTokens() {
    m_pool.setTokens({});
    m_range.reset();
    m_price.clear();
    edited();
    begin();
    const auto chainId = m_session.chainId();
    m_session.client().call(token::ListTokens{chainId}, this, [this, chainId](auto list) {
        if (!finish(list) || chainId != m_session.chainId()) return;
        m_pool.setTokens(std::move(list->tokens));
        chooseTokens(0, 1);
    });
}

/// What is filled in stays while its pool is there.
void OrdersModel::updateTokens() {
    if (!m_isOpen) return;
    const auto chainId = m_session.chainId();
    m_session.client().call(token::ListTokens{chainId}, this, [this, chainId](auto list) {
        if (!list || chainId != m_session.chainId()) return;
        if (m_pool.updateTokens(std::move(list->tokens))) return emit changed();
        m_pool.chooseTokens(0, 1);
        askPool();
    });
}

void OrdersModel::chooseTokens(int indexIn, int indexOut) {
    if (m_pool.chooseTokens(indexIn, indexOut)) askPool();
}
void OrdersModel::chooseFee(int index) {
    if (m_pool.chooseFee(index)) askPool();
}

void OrdersModel::askPool() {
    m_range.reset();
    m_bars.clear();
    m_price.clear();
    m_priceNow.clear();
    edited();
    if (!m_pool.isChosen()) return;
    const auto serial = ++m_poolSerial;
    begin();
    m_session.client().call(m_pool.range(m_session.chainId()), this, [this, serial](auto range) {
        if (serial != m_poolSerial) return end();
        if (!finish(range)) return;
        m_range = *std::move(range);
        m_bars = barsOf(m_range->distribution);
        const auto now = shiftedPrice(m_range->price, !isFirstSold(), 0);
        m_priceNow = now ? text(*now) : QString();
        emit changed();
    });
}

/// Whether what is sold is the pool's token0. The coin stands for the side that the other is not.
bool OrdersModel::isFirstSold() const {
    const auto& sold = m_pool.firstToken();
    const auto& bought = m_pool.secondToken();
    return sold.isNative() ? m_range->token1.address == bought.address
                           : m_range->token0.address == sold.address;
}

void OrdersModel::setAmount(const QString& amount) {
    m_amount = amount.trimmed();
    edited();
}
void OrdersModel::setPrice(const QString& price) {
    m_price = price.trimmed();
    edited();
}
void OrdersModel::choosePrice(int aboveBps) {
    if (!m_range) return;
    const auto wanted = shiftedPrice(m_range->price, !isFirstSold(), aboveBps);
    if (wanted) setPrice(text(*wanted));
}

/// What was typed is no longer what was looked at.
void OrdersModel::edited() {
    ++m_serial;
    m_preview.reset();
    m_risk.clear();
    m_previewError.clear();
    m_needsPassphrase = false;
    clearError();
    m_pause.stop();
    if (m_range && !m_amount.isEmpty() && !m_price.isEmpty()) m_pause.start();
    emit changed();
}

void OrdersModel::fill(trading::OrderFields& fields) const {
    fields.chainId = m_session.chainId();
    fields.owner = *m_session.trader();
    fields.tokenIn = m_pool.firstName();
    fields.tokenOut = m_pool.secondName();
    fields.amount = m_amount.toStdString();
    fields.price = m_price.toStdString();
    fields.feePips = m_pool.feePips();
}

void OrdersModel::askPreview() {
    if (!m_session.trader()) return;
    const auto serial = m_serial;
    trading::PreviewLimitOrder request;
    fill(request);
    m_session.client().call(std::move(request), this, [this, serial](auto preview) {
        if (serial != m_serial) return;
        if (preview) {
            m_preview = std::move(preview->order);
            m_risk.take(preview->review);
            m_idempotencyKey = freshKey();
        } else {
            m_previewError = describe(preview.error());
        }
        emit changed();
    });
}

void OrdersModel::place() {
    if (isBusy() || !m_preview) return;
    trading::PlaceLimitOrder request;
    fill(request);
    request.acceptedRules = m_risk.acceptedRules();
    begin();
    m_session.client().call(std::move(request), command(m_idempotencyKey), this,
                            [this](auto order) {
                                if (!order && m_risk.takeRefusal(order.error())) return end();
                                if (!finish(order)) {
                                    m_needsPassphrase = errorKey() == u"vault.signing_locked";
                                    emit changed();
                                    return;
                                }
                                m_amount.clear();
                                m_price.clear();
                                edited();
                                refresh();
                                emit placed();
                            });
}

void OrdersModel::unlockAndPlace(SecretField* passphrase) {
    if (isBusy() || passphrase == nullptr) return;
    begin();
    m_session.client().call(vault::UnlockSigning{passphrase->take()}, this, [this](auto unlocked) {
        if (!finish(unlocked)) return;
        m_needsPassphrase = false;
        emit changed();
        place();
    });
}

void OrdersModel::cancel(const QString& key) {
    const auto id = Id::parse(key.toStdString());
    if (isBusy() || !id) return;
    begin();
    m_session.client().call(trading::CancelLimitOrder{*id}, command(), this, [this](auto order) {
        if (finish(order)) refresh();
    });
}

}  // namespace kosh::ui
