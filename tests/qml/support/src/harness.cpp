// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/test/harness.h"

#include <QAccessible>
#include <QDateTime>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickWindow>

namespace kosh::test {

namespace {

Id idOf(std::uint8_t number) {
    Id id;
    id.bytes.fill(number);
    return id;
}

const Timestamp kNow{1'767'225'600'000'000};

void visit(const QQuickItem* item, const std::function<void(QQuickItem*)>& each) {
    for (auto* child : item->childItems()) {
        if (!child->isVisible() || child->opacity() == 0) continue;
        each(child);
        visit(child, each);
    }
}

QString nameOf(QQuickItem* item) {
    const auto* face = QAccessible::queryAccessibleInterface(item);
    return face == nullptr ? QString() : face->text(QAccessible::Name);
}

bool isClipped(const QQuickItem* item) {
    for (auto* up = item->parentItem(); up != nullptr; up = up->parentItem())
        if (up->clip() && up->inherits("QQuickFlickable") && up->width() < up->window()->width())
            return true;
    return false;
}

std::vector<const ops::OperationType*> allOperations() {
    std::vector<const ops::OperationType*> all;
    for (const auto& types :
         {vault::Operations::types(), wallet::Operations::types(), chain::Operations::types(),
          token::Operations::types(), quote::Operations::types(), trading::Operations::types(),
          ledger::Operations::types(), portfolio::Operations::types(),
          approval::Operations::types(), liquidity::Operations::types()})
        all.insert(all.end(), types.begin(), types.end());
    return all;
}

QStringList& collected() {
    static QStringList warnings;
    return warnings;
}
QtMessageHandler previousHandler = nullptr;
void collect(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    // About the machine and its fonts, not about QML.
    const bool isOutside = message.startsWith(u"QStandardPaths") || message.contains(u"OpenType");
    if (type == QtWarningMsg && !isOutside) collected() << message;
    previousHandler(type, context, message);
}

/// Is this the text of a button, shortened because the button is too narrow?
bool isCutLabel(const QQuickItem* item) {
    if (!item->property("truncated").toBool()) return false;
    const auto text = item->property("text");
    for (auto* at = item->parentItem(); at != nullptr; at = at->parentItem())
        if (at->inherits("QQuickAbstractButton")) return at->property("text") == text;
    return false;
}

}  // namespace

Address sampleAddress() {
    return *Address::parse("0x52908400098527886E0F7030069857D2E4169EE7");
}

token::Token ether() {
    return {31337, {}, "ETH", "Ether", 18};
}
token::Token usdc() {
    return {31337, *Address::parse("0x9fe46736679d2d9a65f0992f2272de9f3c7fa6e0"), "USDC",
            "USD Coin", 6};
}

chain::Chain sampleChain() {
    chain::Chain chain;
    chain.chainId = 31337;
    chain.name = "Practice network";
    chain.isTest = chain.isCustom = true;
    chain.confirmations = 2;
    chain.contracts.factory = chain.contracts.swapRouter02 = sampleAddress();
    chain.endpoints = {"http://127.0.0.1:8545"};
    chain.numeraire = usdc().address;
    return chain;
}

wallet::Wallet sampleWallet(bool isBackedUp) {
    return {idOf(1), "My wallet", kNow, isBackedUp, {{sampleAddress(), "m/44'/60'/0'/0/0", ""}}};
}

Address deviceAddress() {
    return *Address::parse("0x8ba1f109551bd432803012645ac136ddd64dba72");
}

wallet::Wallet deviceWallet(wallet::WalletKind kind) {
    wallet::Wallet wallet{idOf(9), "Laptop", kNow, true, {{deviceAddress(), "", ""}}};
    wallet.kind = kind;
    return wallet;
}

wallet::SignatureRequest sampleRequest(std::uint8_t number) {
    wallet::SignatureRequest request;
    request.requestId = idOf(number);
    request.transactionId = idOf(std::uint8_t(number + 100));
    auto& one = request.unsignedTransaction;
    one.chainId = 31337;
    one.from = deviceAddress();
    one.to = sampleAddress();
    one.value = *U256::parse("1500000000000000000");
    one.nonce = 7;
    one.gasLimit = 21'000;
    one.maxFeePerGas = 30'000'000'000;
    one.maxPriorityFeePerGas = 1'000'000'000;
    request.purpose = "send";
    const auto now = QDateTime::currentMSecsSinceEpoch() * 1000;
    request.createdAt = {now};
    request.expiresAt = {now + 600'000'000};
    return request;
}

quote::Quote sampleQuote() {
    quote::Quote quote;
    quote.quoteId = idOf(2);
    quote.chainId = 31337;
    quote.tokenIn = ether();
    quote.tokenOut = usdc();
    quote.amountIn = *U256::parse("1500000000000000000");
    quote.amountOut = 4'483'214'907;
    quote.slippageBps = 50;
    quote.minimumReceived = 4'460'798'832;
    quote.maximumSpent = quote.amountIn;
    quote.midPrice = "2991.2";
    quote.executionPrice = "2988.809938";
    quote.priceImpactPips = 512;
    quote.poolFeePips = 500;
    quote.route = {{sampleAddress(), 500, ether(), usdc()}};
    quote.gasEstimate = 140'000;
    quote.gasCostWei = *U256::parse("210000000000000");
    quote.blockNumber = 1234;
    quote.blockAt = quote.at = kNow;
    quote.expiresAt = {4'000'000'000'000'000};
    return quote;
}

trading::Swap sampleSwap(trading::SwapStatus status, std::string step) {
    trading::Swap swap;
    swap.swapId = idOf(3);
    swap.quote = sampleQuote();
    swap.owner = sampleAddress();
    swap.status = status;
    swap.step = std::move(step);
    swap.createdAt = swap.updatedAt = kNow;
    if (status == trading::SwapStatus::settled) {
        swap.amountIn = swap.quote.amountIn;
        swap.amountOut = swap.quote.amountOut;
        wallet::Transaction transaction;
        transaction.transactionId = idOf(4);
        transaction.status = wallet::TransactionStatus::final;
        transaction.hash.bytes.fill(0xab);
        transaction.feeWei = *U256::parse("200000000000000");
        transaction.blockNumber = 1236;
        transaction.confirmations = 2;
        swap.swap = transaction;
    }
    if (status == trading::SwapStatus::failed) {
        swap.errorKey = "trading.slippage";
        swap.errorMessage = "too little received";
    }
    return swap;
}

ledger::Entry sampleEntry(std::int64_t number) {
    ledger::Entry entry;
    entry.entryId = idOf(std::uint8_t(10 + number));
    entry.number = number;
    entry.occurredAt = entry.bookedAt = kNow;
    entry.description = "Opening balance";
    entry.reference = "reconcile:" + std::to_string(number);
    const auto amount = *I256::fromUnsigned(*U256::parse("12500000000000000000"), false);
    entry.postings = {{"assets:wallet:31337:" + sampleAddress().toString(), ether(), amount},
                      {"equity:opening", ether(), amount.negated()}};
    return entry;
}

liquidity::Position samplePosition() {
    liquidity::Position position;
    position.chainId = 31337;
    position.tokenId = 42;
    position.owner = position.pool = sampleAddress();
    position.feePips = 3000;
    position.token0 = ether();
    position.token1 = usdc();
    position.liquidity = 1'000'000;
    position.isInRange = true;
    position.amount0 = *U256::parse("1500000000000000000");
    position.amount1 = 4'500'000'000;
    position.fees1 = 12'340'000;
    position.price = "2991.2";
    position.priceLower = "2500";
    position.priceUpper = "3500";
    position.holding = liquidity::Holding{};
    position.holding->lossPips = 1234;
    return position;
}

liquidity::GetRange::Response sampleRange() {
    liquidity::GetRange::Response range;
    range.token0 = ether();
    range.token1 = usdc();
    range.feePips = 3000;
    range.tickSpacing = 60;
    range.tick = 100;
    range.price = "2991.2";
    range.suggestions = {{"narrow", 60, 120, "2950", "3050"},
                         {"medium", -60, 240, "2500", "3500"},
                         {"wide", -600, 780, "1500", "6000"},
                         {"full", -887'220, 887'220, "0.0000001", "9999999999"}};
    range.distribution = {{-600, 0, U256(500)}, {0, 180, U256(900)}, {240, 780, U256(300)}};
    range.isCurrent = true;
    return range;
}

approval::ListApprovals::Response sampleApprovals() {
    approval::Approval one;
    one.approvalId = {approval::ApprovalKind::erc20, usdc().address, sampleAddress()};
    one.contract = usdc().address;
    one.spender = sampleAddress();
    one.contractName = "USDC";
    one.decimals = 6;
    one.isListedToken = true;
    one.isSpenderContract = true;
    one.isUnlimited = true;
    one.amount = one.amount - U256(1);
    one.balance = one.atRisk = one.valueAtRisk = U256(2'500'000'000);
    one.blockNumber = 1200;
    approval::ListApprovals::Response response;
    response.approvals = {one};
    response.numeraire = usdc();
    response.totalAtRisk = 2'500'000'000;
    response.scannedTo = response.head = 1234;
    response.isComplete = true;
    response.evidence = {"127.0.0.1", 1234, kNow};
    return response;
}

Harness::Harness() : m_loop(std::make_unique<CoreLoop>()) {
    answer<vault::GetStatus>({vault::State::unlocked, "vault", true, 0});
    answer<vault::Lock>({});
    answer<wallet::ListWallets>({{sampleWallet()}});
    answer<chain::ListChains>({{sampleChain()}});
    chain::Block head;
    head.number = 1234;
    head.at = kNow;
    answer<chain::GetChainStatus>({head, 1230, {{"http://127.0.0.1", "ok", "", 1234, 100, 1, 0}}});
    answer<chain::WaitForBlock>(head);
    answer<token::ListTokens>({{ether(), usdc()}});
    const U256 ethers = *U256::parse("12500000000000000000");
    answer<token::GetBalances>(
        {{{ether(), ethers, ""}, {usdc(), U256(2'500'000'000), ""}}, {"127.0.0.1", 1234, kNow}});
    const chain::Evidence evidence{"127.0.0.1", 1234, kNow};
    portfolio::GetHoldings::Response holdings;
    holdings.holdings = {
        {sampleAddress(), ether(), ethers, U256(37'390'000'000), usdc(), {}, evidence},
        {sampleAddress(), usdc(), U256(2'500'000'000), U256(2'500'000'000), usdc(), {}, evidence}};
    holdings.valuedIn = usdc();
    holdings.total = 39'890'000'000;
    holdings.isComplete = true;
    holdings.at = kNow;
    answer<portfolio::GetHoldings>(holdings);
    answer<portfolio::GetHistory>({});
    answer<portfolio::GetGains>({});
    answer<portfolio::ListLots>({});
    answer<ledger::ListEntries>({{sampleEntry(1)}});
    answer<ledger::GetTrialBalance>({true, 1, {{ether(), ethers, ethers}}});
    answer<ledger::Reconcile>({std::nullopt, evidence});
    answer<quote::GetQuote>(sampleQuote());
    trading::Preview::Response preview;
    preview.changes = {{ether(), sampleEntry(1).postings[1].amount, "swap"},
                       {usdc(), *I256::fromUnsigned(4'483'214'907, false), "swap"}};
    preview.isSimulated = true;
    answer<trading::Preview>(preview);
    answer<trading::StartSwap>(sampleSwap(trading::SwapStatus::pending, "simulate"));
    answer<trading::GetSwap>(sampleSwap(trading::SwapStatus::settled, "done"));
    answer<trading::ListLimitOrders>({});
    answer<trading::ListSwaps>({{sampleSwap(trading::SwapStatus::settled, "done")}});
    answer<wallet::ListTransactions>({});
    answer<wallet::MakePaymentUri>({"ethereum:" + sampleAddress().toString() + "@31337"});
    answer<wallet::ListContacts>({});
    answer<approval::ListApprovals>(sampleApprovals());
    answer<approval::GetQueue>({});
    answer<chain::ListHosts>({{{"127.0.0.1", {"JSON-RPC of Practice network"}, 12, 3400, 56'000}}});
    answer<liquidity::ListPositions>({{samplePosition()}, 1});
    answer<liquidity::GetRange>(sampleRange());
    answer<liquidity::PreviewIncrease>({});
    answer<liquidity::PreviewDecrease>({});
    answer<liquidity::PreviewCollect>({});
    answer<liquidity::PreviewClose>({});
    restart();
}

Harness::~Harness() {
    resume();
    m_app.reset();
    m_loop.reset();
}

void Harness::restart() {
    restart({});
}

void Harness::restart(ui::NodePort nodes) {
    m_app = std::make_unique<ui::AppModel>(ui::Client(m_node, m_loop->executor()), m_folder.path(),
                                           std::nullopt, allOperations(), std::move(nodes));
}

void Harness::useNode(vault::State device) {
    using wallet::WalletKind;
    restart({[](const SharedSecret&, const ui::NodePort::Paired&) {}, [] {}, [] {},
             ui::Client(m_device, m_loop->executor())});
    answerOfDevice<vault::GetStatus>({device, "device", true, 0});
    answerOfDevice<vault::Lock>({});
    answerOfDevice<chain::ListChains>({{sampleChain()}});
    answerOfDevice<wallet::ListWallets>({{deviceWallet(WalletKind::privateKey)}});
    answer<wallet::ListWallets>({{sampleWallet(), deviceWallet(WalletKind::device)}});
    answer<wallet::ListSignatureRequests>({});
    app().node()->use("home");
    app().node()->setLink(ui::NodeModel::Link::Online, std::nullopt);
    const bool isReady = QTest::qWaitFor([this] {
        return session().stage() == ui::Session::Stage::Ready &&
               session().device()->stage() > ui::Session::Stage::Starting &&
               session().device()->stage() != ui::Session::Stage::Loading;
    });
    if (!isReady) giveUp("the node elsewhere does not get ready");
}

void Harness::open() {
    session().start();
    if (!QTest::qWaitFor([this] { return session().stage() == ui::Session::Stage::Ready; }))
        giveUp("the session does not get ready");
}

void Harness::publish(const events::Event& event) {
    m_loop->call([&] { m_node.publish(event); });
}

int Harness::calls(std::string_view operation) {
    return m_loop->call(
        [&] { return int(std::count(m_node.calls().begin(), m_node.calls().end(), operation)); });
}

int Harness::callsOfDevice(std::string_view operation) {
    return m_loop->call([&] {
        return int(std::count(m_device.calls().begin(), m_device.calls().end(), operation));
    });
}

void Harness::pause() {
    m_paused = std::make_unique<std::promise<void>>();
    m_loop->post([future = m_paused->get_future()] { future.wait(); });
}
void Harness::resume() {
    if (m_paused) m_paused->set_value();
    m_paused.reset();
}

Screen::Screen(const QString& module, const QString& type, QVariantMap properties, QSize size)
    : m_view(std::make_unique<QQuickView>()) {
    if (previousHandler == nullptr) previousHandler = qInstallMessageHandler(collect);
    collected().clear();
    ui::Window::addModules(*m_view->engine());
    m_view->setResizeMode(QQuickView::SizeRootObjectToView);
    m_view->resize(size);
    m_component = std::make_unique<QQmlComponent>(m_view->engine());
    m_component->setData(QStringLiteral("import kosh.%1\n%2 {}").arg(module, type).toUtf8(), {});
    auto* item = m_component->createWithInitialProperties(properties);
    if (item == nullptr) giveUp(m_component->errorString().toStdString());
    m_view->setContent({}, m_component.get(), item);
    m_view->show();
    m_view->requestActivate();
    if (!QTest::qWaitForWindowActive(m_view.get())) giveUp("no window gets active");
    if (!root()->hasActiveFocus()) root()->forceActiveFocus(Qt::TabFocusReason);
}
Screen::~Screen() = default;

QStringList Screen::warnings() const {
    return collected();
}

QQuickItem* Screen::find(const QString& name) const {
    QQuickItem* found = nullptr;
    const auto look = [&](QQuickItem* item) {
        if (nameOf(item) != name) return;
        // A control goes before the text that labels it.
        if (found == nullptr || (item->activeFocusOnTab() && !found->activeFocusOnTab()))
            found = item;
    };
    visit(m_view->contentItem(), look);
    return found;
}

bool Screen::shows(const QString& text) const {
    bool isThere = false;
    visit(m_view->contentItem(), [&](QQuickItem* item) {
        const auto shown = item->property("text").toString();
        if (shown.contains(text) || nameOf(item).contains(text)) isThere = true;
    });
    return isThere;
}

QStringList Screen::overflowing() const {
    QStringList names;
    const auto look = [&] {
        names.clear();
        visit(m_view->contentItem(), [&](QQuickItem* item) {
            const auto box = item->mapRectToScene(item->boundingRect());
            const bool isOut = box.left() < -1 || box.right() > m_view->width() + 1;
            const bool isText =
                item->inherits("QQuickText") || item->inherits("QQuickAbstractButton");
            if (isOut && isText && !isClipped(item))
                names << item->property("text").toString() + QStringLiteral(" %1").arg(box.right());
            if (isCutLabel(item)) names << item->property("text").toString() + " is cut";
        });
        return names.isEmpty();
    };
    // Layouts settle with the next frames.
    static_cast<void>(QTest::qWaitFor(look, 2000));
    return names;
}

QStringList Screen::nameless() const {
    QStringList types;
    visit(m_view->contentItem(), [&](QQuickItem* item) {
        if (item->activeFocusOnTab() && nameOf(item).isEmpty())
            types << item->metaObject()->className();
    });
    return types;
}

void Screen::click(const QString& name) {
    auto* item = find(name);
    if (item == nullptr) giveUp("no such control: " + name.toStdString());
    const auto centre = item->mapToScene(QPointF(item->width() / 2, item->height() / 2)).toPoint();
    QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, centre);
}

void Screen::type(const QString& text) {
    for (const auto character : text)
        QTest::sendKeyEvent(QTest::Click, m_view.get(), Qt::Key_unknown, QString(character), {});
}

}  // namespace kosh::test
