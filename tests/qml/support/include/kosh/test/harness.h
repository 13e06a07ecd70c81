// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/approval/api.h>
#include <kosh/liquidity/api.h>
#include <kosh/ops/nodes.h>
#include <kosh/simulation/api.h>
#include <kosh/test/fakes.h>
#include <kosh/ui/app_model.h>
#include <kosh/ui/window.h>
#include <kosh/wallet/signature_requests.h>

#include <QQmlComponent>
#include <QQuickItem>
#include <QQuickView>
#include <QTemporaryDir>
#include <QTest>
#include <future>
#include <memory>

namespace kosh::test {

/// A value of each kind that screens show, for the practice network.
chain::Chain sampleChain();
token::Token ether();
token::Token usdc();
Address sampleAddress();
wallet::Wallet sampleWallet(bool isBackedUp = true);
quote::Quote sampleQuote();
trading::Swap sampleSwap(trading::SwapStatus status, std::string step);
approval::ListApprovals::Response sampleApprovals();
liquidity::Position samplePosition();
liquidity::GetRange::Response sampleRange();
/// A key of this device, and its wallet on the node.
Address deviceAddress();
wallet::Wallet deviceWallet(wallet::WalletKind kind);
/// 1.5 of the coin from `deviceAddress` to `sampleAddress`, asked for just now.
wallet::SignatureRequest sampleRequest(std::uint8_t number = 20);
ledger::Entry sampleEntry(std::int64_t number);
Result<> failure();

/// A user interface over a fake node whose vault is open and has a wallet with 12.5 ETH.
class Harness {
public:
    Harness();
    ~Harness();

    template <ops::Operation Op, std::invocable<const Op&, const ops::Context&> Answer>
    void answer(Answer with) {
        m_loop->call([this, &with] { m_node.on<Op>(std::move(with)); });
    }
    template <ops::Operation Op>
    void answer(typename Op::Response with) {
        answer<Op>([with](const Op&, const ops::Context&) -> Result<typename Op::Response> {
            return with;
        });
    }
    template <ops::Operation Op>
    void refuse(std::string key = "chain.unavailable") {
        answer<Op>([key](const Op&, const ops::Context&) -> Result<typename Op::Response> {
            return fail(ErrorKind::unavailable, key, "refused: " + key);
        });
    }
    /// The same of this device's own engine, beside a node elsewhere.
    template <ops::Operation Op, std::invocable<const Op&, const ops::Context&> Answer>
    void answerOfDevice(Answer with) {
        m_loop->call([this, &with] { m_device.on<Op>(std::move(with)); });
    }
    template <ops::Operation Op>
    void answerOfDevice(typename Op::Response with) {
        answerOfDevice<Op>([with](const Op&, const ops::Context&) -> Result<typename Op::Response> {
            return with;
        });
    }
    void publish(const events::Event& event);
    /// How often an operation was asked.
    int calls(std::string_view operation);
    int callsOfDevice(std::string_view operation);
    /// Nothing is answered until `resume`.
    void pause();
    void resume();

    ui::AppModel& app() { return *m_app; }
    ui::Session& session() { return *m_app->session(); }
    /// Starts the session and waits until the workspace could be shown.
    void open();
    /// The model of a new profile, as if the program had been started again.
    void restart();
    /// The same with something behind nodes elsewhere.
    void restart(ui::NodePort nodes);
    /// A node elsewhere is used and open; the vault of this device is as it is told here, with a
    /// key that the node has as a wallet of a device.
    void useNode(vault::State device = vault::State::unlocked);
    QString folder() const { return m_folder.path(); }

private:
    ops::FakeNode m_node, m_device;
    QTemporaryDir m_folder;
    std::unique_ptr<CoreLoop> m_loop;
    std::unique_ptr<std::promise<void>> m_paused;
    std::unique_ptr<ui::AppModel> m_app;
};

/// A screen in a view of its own; `warnings` are the QML warnings since it was made.
class Screen {
public:
    Screen(const QString& module, const QString& type, QVariantMap properties, QSize size);
    ~Screen();

    QQuickView& view() { return *m_view; }
    QQuickItem* root() const { return m_view->rootObject(); }
    QStringList warnings() const;
    /// The visible item whose accessible name is `name`; null if there is none.
    QQuickItem* find(const QString& name) const;
    bool shows(const QString& text) const;
    /// Names of visible items that leave the window sideways, and of buttons whose text is cut.
    QStringList overflowing() const;
    /// Visible controls that take the focus but have no accessible name.
    QStringList nameless() const;
    void click(const QString& name);
    void type(const QString& text);

private:
    std::unique_ptr<QQuickView> m_view;
    std::unique_ptr<QQmlComponent> m_component;
};

}  // namespace kosh::test
