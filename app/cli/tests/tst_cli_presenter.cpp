// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "presenter.h"

#include <kosh/base/u256.h>
#include <kosh/ops/operation.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::cli;

namespace {

struct Coin {
    std::string symbol;
    std::int64_t decimals = 6;
    static constexpr auto fields() {
        return std::tuple{json::required("symbol", &Coin::symbol, "symbol"),
                          json::required("decimals", &Coin::decimals, "places")};
    }
};
struct Holding {
    Coin token;
    std::optional<U256> amount;
    std::string reason;
    static constexpr auto fields() {
        return std::tuple{json::required("token", &Holding::token, "token"),
                          json::optional("amount", &Holding::amount, "smallest units"),
                          json::optional("reason", &Holding::reason, "why unknown")};
    }
};
struct Posting {
    std::string account;
    Coin asset;
    I256 amount;
    static constexpr auto fields() {
        return std::tuple{json::required("account", &Posting::account, "account"),
                          json::required("asset", &Posting::asset, "what"),
                          json::required("amount", &Posting::amount, "smallest units")};
    }
};
struct Terms {
    Coin tokenIn, tokenOut;
    U256 amountIn, amountOut;
    std::string id;
    static constexpr auto fields() {
        return std::tuple{json::required("tokenIn", &Terms::tokenIn, "sold"),
                          json::required("tokenOut", &Terms::tokenOut, "bought"),
                          json::required("amountIn", &Terms::amountIn, "smallest units"),
                          json::required("amountOut", &Terms::amountOut, "smallest units"),
                          json::required("id", &Terms::id, "identifier")};
    }
};
struct Trade {
    std::string swapId;
    Terms quote;
    U256 amountIn, maxFeeWei;
    std::vector<std::string> warnings;
    std::vector<Holding> holdings;
    std::vector<Posting> postings;
    bool isDone = false;
    std::optional<std::int64_t> block;
    static constexpr auto fields() {
        return std::tuple{json::required("swapId", &Trade::swapId, "identifier"),
                          json::required("quote", &Trade::quote, "terms"),
                          json::required("amountIn", &Trade::amountIn, "really paid"),
                          json::required("maxFeeWei", &Trade::maxFeeWei, "fee"),
                          json::optional("warnings", &Trade::warnings, "to be read"),
                          json::optional("holdings", &Trade::holdings, "balances"),
                          json::optional("postings", &Trade::postings, "bookings"),
                          json::optional("isDone", &Trade::isDone, "over"),
                          json::optional("block", &Trade::block, "height")};
    }
};

template <typename T>
std::string shown(const T& value) {
    const auto document = json::Document::parse(json::encodeText(value)).value();
    return present(document.root(), json::schemaOf<T>());
}
/// The line that begins with `label`, without it and the blanks after it.
std::string lineOf(const std::string& text, std::string_view label) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = text.find('\n', at);
        auto line = std::string_view(text).substr(at, end - at);
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        if (line.starts_with(label)) {
            line.remove_prefix(label.size());
            line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
            return std::string(line);
        }
        at = end + 1;
    }
    return "no such line";
}

Trade trade() {
    Trade trade;
    trade.swapId = "7";
    trade.quote = {{"USDC", 6}, {"WETH", 18}, U256(1'500'000), U256(5), "q1"};
    trade.amountIn = U256(2'000'001);
    trade.maxFeeWei = U256(21'000'000'000'000);
    return trade;
}

}  // namespace

class CliPresenterTest : public QObject {
    Q_OBJECT

private slots:
    void nothingIsDone() { QCOMPARE(shown(ops::Nothing{}), std::string("done\n")); }

    void amountsInTheirUnits() {
        const auto text = shown(trade());
        QCOMPARE(lineOf(text, "swap-id"), std::string("7"));
        QCOMPARE(lineOf(text, "max-fee"), std::string("0.000021 (native coin)"));
        QVERIFY(text.find("2.000001 USDC") != std::string::npos);
        QVERIFY(text.find("1.5 USDC") != std::string::npos);
        QVERIFY(text.find("0.000000000000000005 WETH") != std::string::npos);
        QCOMPARE(lineOf(text, "token-out"), std::string("WETH"));
        QCOMPARE(lineOf(text, "is-done"), std::string("false"));
    }

    void whatIsAbsentIsNotZero() {
        auto value = trade();
        value.holdings = {{{"USDC", 6}, U256(0), ""}, {{"DAI", 18}, std::nullopt, "cable out"}};
        const auto text = shown(value);
        QCOMPARE(lineOf(text, "block"), std::string("–"));
        QCOMPARE(lineOf(text, "warnings"), std::string("–"));
        QCOMPARE(lineOf(text, "USDC"), std::string("0 USDC"));
        QCOMPARE(lineOf(text, "DAI"), std::string("–       cable out"));
    }

    void tablesLineUp() {
        auto value = trade();
        value.postings = {{"assets:wallet", {"USDC", 6}, I256(-1'500'000)},
                          {"बचत", {"WETH", 18}, I256(1)}};
        const auto text = shown(value);
        QVERIFY(text.find("postings:\n") != std::string::npos);
        QCOMPARE(lineOf(text, "assets:wallet"), std::string("USDC   -1.5 USDC"));
        QCOMPARE(lineOf(text, "बचत"), std::string("WETH   0.000000000000000001 WETH"));
        QCOMPARE(lineOf(text, "account"), std::string("asset  amount"));
        QVERIFY(text.find(" \n") == std::string::npos);
    }

    void listsOfTextAreOneLine() {
        auto value = trade();
        value.warnings = {"first", "second"};
        QCOMPARE(lineOf(shown(value), "warnings"), std::string("first, second"));
    }
};

QTEST_APPLESS_MAIN(CliPresenterTest)
#include "tst_cli_presenter.moc"
