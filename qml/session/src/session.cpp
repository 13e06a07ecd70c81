// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/session.h"

#include <kosh/token/api.h>
#include <kosh/ui/error_text.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace kosh::ui {

namespace {

/// A command is several events: one reading for all of them.
constexpr int kSettleMs = 100;

/// Whether screens that show `before` go on with `now`: endpoints are no part of what they show.
bool isSameNetwork(chain::Chain before, chain::Chain now) {
    for (auto* one : {&before, &now}) {
        one->endpoints.clear();
        one->entries.clear();
    }
    return json::encodeText(before) == json::encodeText(now);
}

}  // namespace

Session::Session(Client client, Preferences& preferences, std::optional<Network> network,
                 Heads heads)
    : m_client(std::move(client)),
      m_preferences(preferences),
      m_network(std::move(network)),
      m_heads(heads) {
    m_again.setSingleShot(true);
    m_again.setInterval(kSettleMs);
    connect(&m_again, &QTimer::timeout, this, &Session::readAgain);
    // What was told while everything was being read for the first time.
    connect(this, &Session::stageChanged, this, [this] {
        if (m_feed) m_again.start();
    });
    connect(this, &Session::walletsChanged, this, &Session::noteTrader);
    for (const auto change : {&Session::walletsChanged, &Session::traderChanged})
        connect(this, change, this, &Session::traderIndexChanged);
    for (const auto change : {&Session::chainsChanged, &Session::chainChanged})
        connect(this, change, this, &Session::chainIndexChanged);
}

void Session::setDevice(Session* device) {
    if (device == m_device) return;
    if (m_device != nullptr) disconnect(m_device, nullptr, this, nullptr);
    m_device = device;
    // Which wallets can sign depends on the keys of the device.
    for (const auto change : {&Session::walletsChanged, &Session::stageChanged})
        if (device != nullptr) connect(device, change, this, &Session::walletsChanged);
    emit walletsChanged();
}

void Session::setStage(Stage stage) {
    if (m_stage == stage) return;
    m_stage = stage;
    emit stageChanged();
}

void Session::start() {
    begin();
    m_client.call(vault::GetStatus{}, this, [this](auto status) {
        if (finish(status)) takeState(status->state);
    });
}

void Session::takeState(vault::State state) {
    if (state == vault::State::absent) setStage(Stage::Absent);
    if (state == vault::State::locked) setStage(Stage::Locked);
    if (state == vault::State::unlocked) vaultOpened();
    if (state == vault::State::opening) QTimer::singleShot(200, this, [this] { start(); });
}

void Session::nodeSwitched() {
    rest();
    start();
}

void Session::rest() {
    letGo();
    setStage(Stage::Starting);
    m_wallets.clear();
    emit walletsChanged();
}

void Session::nodeCameBack() {
    m_client.call(vault::GetStatus{}, this, [this](auto status) {
        if (!status) return;
        const bool isShown = m_stage == Stage::NoWallet || m_stage == Stage::Ready;
        if (isShown && status->state == vault::State::unlocked) return reloadWallets();
        clearError();
        if (isShown) letGo();
        takeState(status->state);
    });
}

void Session::letGo() {
    ++m_generation;
    m_feed.reset();
    m_again.stop();
    emit closing();
}

/// Other clients of the node change what is shown here, too.
void Session::follow() {
    m_areWalletsOld = m_areChainsOld = m_areTokensOld = false;
    m_feed = m_client.subscribe(
        {"wallet.created", "wallet.changed", "wallet.removed", "chain.changed", "token.*"}, this,
        [this](const events::Event& event) { take(event); });
}

void Session::take(const events::Event& event) {
    if (event.type.starts_with("wallet.")) m_areWalletsOld = true;
    if (event.type.starts_with("chain.")) m_areChainsOld = true;
    if (event.type.starts_with("token.")) m_areTokensOld = true;
    if (!m_again.isActive()) m_again.start();
}

void Session::readAgain() {
    if (m_stage != Stage::NoWallet && m_stage != Stage::Ready) return;
    if (std::exchange(m_areWalletsOld, false)) reloadWallets();
    if (std::exchange(m_areChainsOld, false)) reloadChains();
    if (std::exchange(m_areTokensOld, false)) emit tokensChanged();
}

void Session::vaultOpened() {
    m_hasWallets = m_hasChains = false;
    follow();
    setStage(Stage::Loading);
    loadWallets(true);
    loadChains();
}

void Session::reloadWallets() {
    loadWallets(false);
}

void Session::loadWallets(bool isFirst) {
    begin();
    m_client.call(wallet::ListWallets{}, this, [this, isFirst](auto list) {
        if (!finish(list)) return;
        m_wallets = std::move(list->wallets);
        m_hasWallets = true;
        emit walletsChanged();
        if (isFirst && !m_hasChains) return;
        setStage(m_wallets.empty() ? Stage::NoWallet : Stage::Ready);
    });
}

void Session::loadChains() {
    begin();
    m_client.call(chain::ListChains{}, this, [this](auto list) {
        if (!finish(list)) return;
        takeChains(std::move(list->chains));
        if (m_network) {
            addNetwork();
        } else {
            selectChain(m_preferences.chainId());
        }
        m_hasChains = true;
        if (m_hasWallets) setStage(m_wallets.empty() ? Stage::NoWallet : Stage::Ready);
    });
}

void Session::reloadChains() {
    begin();
    m_client.call(chain::ListChains{}, this, [this](auto list) {
        if (!finish(list)) return;
        const auto before = chain() == nullptr ? std::nullopt : std::optional(*chain());
        takeChains(std::move(list->chains));
        const auto* now = chain();
        // Forms are half filled in: they begin anew for another network only.
        if (!before || now == nullptr || !isSameNetwork(*before, *now)) selectChain(m_chainId);
    });
}

void Session::takeChains(std::vector<chain::Chain> chains) {
    // The owner's own networks first, then as the node lists them.
    m_chains.clear();
    for (const bool isCustom : {true, false}) {
        std::copy_if(chains.begin(), chains.end(), std::back_inserter(m_chains),
                     [isCustom](const chain::Chain& one) { return one.isCustom == isCustom; });
    }
    emit chainsChanged();
}

void Session::addNetwork() {
    const auto known = std::find_if(m_chains.begin(), m_chains.end(), [this](const auto& one) {
        return describesSame(one, m_network->chain);
    });
    if (known != m_chains.end()) {
        addTokens(0);
        selectChain(m_network->chain.chainId);
        return;
    }
    begin();
    m_client.call(chain::AddChain{m_network->chain}, this, [this](auto added) {
        if (!finish(added)) {
            selectChain(m_preferences.chainId());
            return;
        }
        putChain(*added);
        addTokens(0);
        selectChain(added->chainId);
    });
}

void Session::addTokens(std::size_t index) {
    if (index >= m_network->tokens.size()) {
        emit chainChanged();
        return;
    }
    begin();
    const auto done = [this, index](auto added) {
        finish(added);
        addTokens(index + 1);
    };
    m_client.call(token::AddToken{m_network->chain.chainId, m_network->tokens[index]}, this, done);
}

void Session::selectChain(chain::ChainId chainId) {
    const auto is = [chainId](const chain::Chain& one) { return one.chainId == chainId; };
    if (std::none_of(m_chains.begin(), m_chains.end(), is) && !m_chains.empty())
        chainId = m_chains.front().chainId;
    m_chainId = chainId;
    m_headNumber = 0;
    m_headAt = 0;
    m_isOffline = false;
    ++m_generation;
    emit headChanged();
    emit chainChanged();
    if (m_heads == Heads::followed) readStatus(m_generation);
}

void Session::replaceChain(const chain::Chain& chain) {
    for (auto& one : m_chains)
        if (one.chainId == chain.chainId) one = chain;
    emit chainsChanged();
    if (chain.chainId == m_chainId) selectChain(m_chainId);
}

void Session::putChain(const chain::Chain& chain) {
    auto chains = std::move(m_chains);
    std::erase_if(chains, [&](const auto& one) { return one.chainId == chain.chainId; });
    chains.insert(chains.begin(), chain);
    takeChains(std::move(chains));
}

void Session::chooseChain(int index) {
    if (index < 0 || std::size_t(index) >= m_chains.size()) return;
    m_preferences.setChainId(m_chains[std::size_t(index)].chainId);
    selectChain(m_chains[std::size_t(index)].chainId);
}

void Session::readStatus(quint64 generation) {
    m_client.call(chain::GetChainStatus{m_chainId}, this, [this, generation](auto status) {
        if (generation != m_generation) return;
        const bool isOffline =
            !status || !status->head ||
            std::none_of(status->endpoints.begin(), status->endpoints.end(), [](const auto& one) {
                return one.state == "ok" || one.state == "degraded";
            });
        setHead(status ? status->head : std::nullopt, isOffline);
        if (!isOffline) return watchHead(generation);
        QTimer::singleShot(3000, this, [this, generation] {
            if (generation == m_generation) readStatus(generation);
        });
    });
}

void Session::watchHead(quint64 generation) {
    chain::WaitForBlock wait{m_chainId, m_headNumber, 10'000};
    m_client.call(wait, this, [this, generation](auto block) {
        if (generation != m_generation) return;
        if (block && block->number > m_headNumber) {
            setHead(*block, false);
            return watchHead(generation);
        }
        // No new block, or no answer: the status says which.
        QTimer::singleShot(500, this, [this, generation] {
            if (generation == m_generation) readStatus(generation);
        });
    });
}

void Session::setHead(const std::optional<chain::Block>& head, bool isOffline) {
    const auto number = head ? head->number : m_headNumber;
    if (number == m_headNumber && isOffline == m_isOffline) return;
    m_headNumber = number;
    if (head) m_headAt = head->at.micros;
    m_isOffline = isOffline;
    emit headChanged();
}

void Session::makePaymentUri(const QString& address, const QString& amount) {
    const auto serial = ++m_paymentSerial;
    const auto show = [this](const QString& uri, const QString& error) {
        m_paymentUri = uri;
        m_paymentError = error;
        emit paymentUriChanged();
    };
    const auto to = Address::parse(address.toStdString());
    if (!to) return show({}, describe(to.error()));
    wallet::MakePaymentUri request;
    request.chainId = m_chainId;
    request.address = *to;
    request.amount = amount.trimmed().toStdString();
    m_client.call(std::move(request), this, [this, serial, show](auto made) {
        if (serial != m_paymentSerial) return;
        if (made) return show(QString::fromStdString(made->uri), {});
        show({}, describe(made.error()));
    });
}

void Session::unlockSigning(SharedSecret passphrase, QObject* receiver,
                            const std::function<void(Result<>)>& done) {
    const auto tell = [done](const auto& answer) {
        done(answer ? Result<>{} : Result<>(Failure(answer.error())));
    };
    if (m_stage != Stage::Locked) {
        m_client.call(vault::UnlockSigning{std::move(passphrase)}, receiver, tell);
        return;
    }
    m_client.call(vault::Unlock{std::move(passphrase)}, receiver, [this, tell](auto unlocked) {
        if (unlocked) vaultOpened();
        tell(unlocked);
    });
}

void Session::lock() {
    if (m_device != nullptr && m_device->stage() > Stage::Locked) m_device->lock();
    letGo();
    setStage(Stage::Loading);
    begin();
    m_client.call(vault::Lock{}, this, [this](auto locked) {
        finish(locked);
        m_wallets.clear();
        emit walletsChanged();
        start();
    });
}

QStringList Session::chainNames() const {
    QStringList names;
    for (const auto& chain : m_chains) names << QString::fromStdString(chain.name);
    return names;
}
const chain::Chain* Session::chain() const {
    for (const auto& chain : m_chains)
        if (chain.chainId == m_chainId) return &chain;
    return nullptr;
}
int Session::chainIndex() const {
    const auto* current = chain();
    return current == nullptr ? -1 : int(current - m_chains.data());
}
QString Session::chainName() const {
    return chain() == nullptr ? QString() : QString::fromStdString(chain()->name);
}
QString Session::nativeSymbol() const {
    return chain() == nullptr ? QString() : QString::fromStdString(chain()->nativeSymbol);
}
bool Session::isTestChain() const {
    return chain() != nullptr && chain()->isTest;
}
std::vector<Address> Session::addresses() const {
    std::vector<Address> all;
    for (const auto& wallet : m_wallets)
        for (const auto& one : wallet.addresses) all.push_back(one.address);
    return all;
}
bool Session::hasKey(const Address& address) const {
    const auto is = [&](const wallet::AddressInfo& one) { return one.address == address; };
    return std::any_of(m_wallets.begin(), m_wallets.end(), [&](const wallet::Wallet& wallet) {
        return (wallet.kind == wallet::WalletKind::phrase ||
                wallet.kind == wallet::WalletKind::privateKey) &&
               std::any_of(wallet.addresses.begin(), wallet.addresses.end(), is);
    });
}
bool Session::canSign(const wallet::Wallet& wallet, const Address& address) const {
    if (wallet.kind == wallet::WalletKind::watchOnly) return false;
    if (wallet.kind != wallet::WalletKind::device) return true;
    if (m_device == nullptr) return false;
    const bool isClosed = m_device->stage() == Stage::Locked || m_device->stage() == Stage::Loading;
    return isClosed || m_device->hasKey(address);
}
std::vector<Address> Session::signers() const {
    std::vector<Address> all;
    for (const auto& wallet : m_wallets) {
        for (const auto& one : wallet.addresses)
            if (canSign(wallet, one.address)) all.push_back(one.address);
    }
    return all;
}
std::optional<Address> Session::trader() const {
    const auto able = signers();
    if (m_chosenTrader && std::ranges::find(able, *m_chosenTrader) != able.end())
        return m_chosenTrader;
    for (const auto& all : {able, addresses()})
        if (!all.empty()) return all.front();
    return std::nullopt;
}
int Session::traderIndex() const {
    const auto able = signers();
    const auto at = std::ranges::find(able, trader().value_or(Address{}));
    return at == able.end() ? -1 : int(at - able.begin());
}
void Session::chooseTrader(int signerIndex) {
    const auto able = signers();
    if (signerIndex < 0 || std::size_t(signerIndex) >= able.size()) return;
    m_chosenTrader = able[std::size_t(signerIndex)];
    noteTrader();
}
void Session::noteTrader() {
    const auto now = trader();
    if (now == m_knownTrader) return;
    m_knownTrader = now;
    emit traderChanged();
}
QStringList Session::signerNames() const {
    QStringList all;
    for (const auto& wallet : m_wallets) {
        for (const auto& one : wallet.addresses) {
            if (!canSign(wallet, one.address)) continue;
            const auto& label = one.label.empty() ? wallet.label : one.label;
            all << QString::fromStdString(label) + QStringLiteral(" \u00b7 ") +
                       QString::fromStdString(one.address.toString());
        }
    }
    return all;
}
Session& Session::keeperOf(const Address& signer) {
    const auto isOf = [&](const wallet::Wallet& wallet) {
        return wallet.kind == wallet::WalletKind::device &&
               std::any_of(wallet.addresses.begin(), wallet.addresses.end(),
                           [&](const auto& one) { return one.address == signer; });
    };
    const bool isOnDevice = std::any_of(m_wallets.begin(), m_wallets.end(), isOf);
    return isOnDevice && m_device != nullptr ? *m_device : *this;
}
QString Session::address() const {
    const auto all = addresses();
    return all.empty() ? QString() : QString::fromStdString(all.front().toString());
}
bool Session::isBackedUp() const {
    return std::all_of(m_wallets.begin(), m_wallets.end(),
                       [](const auto& wallet) { return wallet.isBackedUp; });
}

}  // namespace kosh::ui
