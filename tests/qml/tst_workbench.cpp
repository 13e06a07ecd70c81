// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

#include <QAccessible>
#include <QSignalSpy>

using namespace kosh;

namespace {

enum class Colour : std::uint8_t { red, green, blue, grey };
constexpr auto enumNames(Colour) {
    return std::array{std::pair{Colour::red, "red"}, std::pair{Colour::green, "green"},
                      std::pair{Colour::blue, "blue"}, std::pair{Colour::grey, "grey"}};
}
struct Leg {
    Address token;
    std::uint32_t feePips = 3000;
    static constexpr auto fields() {
        return std::tuple{json::required("token", &Leg::token, "token contract"),
                          json::optional("feePips", &Leg::feePips, "pool fee", 0, 999'999)};
    }
};
/// One field of each kind.
struct Everything {
    static constexpr ops::Info kInfo{"probe.everything",
                                     ops::Kind::command,
                                     "probe:all",
                                     "POST",
                                     "/probe",
                                     "Take one of everything",
                                     7};
    struct Response {
        token::Token token;
        U256 amount, feeWei;
        SharedSecret phrase;
        Timestamp at;
        std::vector<Leg> legs;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{json::required("token", &R::token, "asset"),
                              json::required("amount", &R::amount, "smallest units"),
                              json::required("feeWei", &R::feeWei, "wei"),
                              json::required("phrase", &R::phrase, "secret"),
                              json::required("at", &R::at, "when"),
                              json::required("legs", &R::legs, "hops")};
        }
    };
    std::string label;
    std::int64_t count = 0;
    bool isStrict = true;
    std::optional<bool> isQuick;
    Colour colour = Colour::green;
    U256 amount;
    SharedSecret passphrase;
    std::vector<Leg> legs;
    std::optional<Leg> last;
    std::map<std::string, std::int64_t> weights;
    std::uint64_t chainId = 0;
    static constexpr auto fields() {
        using E = Everything;
        return std::tuple{json::required("label", &E::label, "name"),
                          json::required("count", &E::count, "how many", 1, 10),
                          json::optional("isStrict", &E::isStrict, "refuse doubt"),
                          json::optional("isQuick", &E::isQuick, "hurry"),
                          json::optional("colour", &E::colour, "paint"),
                          json::optional("amount", &E::amount, "smallest units"),
                          json::required("passphrase", &E::passphrase, "secret"),
                          json::optional("legs", &E::legs, "hops"),
                          json::optional("last", &E::last, "the end"),
                          json::optional("weights", &E::weights, "by name"),
                          json::required("chainId", &E::chainId, "EIP-155 chain id", 1)};
    }
};

const ui::FieldRow* rowOf(const QList<ui::FieldRow>& rows, const QString& key) {
    for (const auto& row : rows)
        if (row.key == key) return &row;
    return nullptr;
}
const ui::ValueRow* rowOf(const QList<ui::ValueRow>& rows, const QString& key) {
    for (const auto& row : rows)
        if (row.key == key) return &row;
    return nullptr;
}

/// A form that lacks nothing.
void fill(ui::RequestForm& form) {
    form.setText("label", " Köln ");
    form.setText("count", "3");
    form.setText("chainId", "31337");
    form.setSecret("passphrase", SharedSecret::fromText("cor\"rect"));
}

Everything requestOf(const ui::RequestForm& form) {
    auto request = form.request();
    if (!request) test::giveUp(request.error().message);
    return *static_cast<const Everything*>(request->get());
}

}  // namespace

class TestWorkbench : public QObject {
    Q_OBJECT

private slots:
    void theFormHasALineForEachField() {
        ui::RequestForm form(ops::typeOf<Everything>());
        const auto rows = form.rows();
        QCOMPARE(rows.size(), 11);
        QCOMPARE(rowOf(rows, "label")->kind, "text");
        QCOMPARE(rowOf(rows, "label")->isRequired, true);
        QCOMPARE(rowOf(rows, "count")->hint, "1 to 10");
        QCOMPARE(rowOf(rows, "isStrict")->options, QStringList({"Yes", "No"}));
        QCOMPARE(rowOf(rows, "isStrict")->current, 0);
        QCOMPARE(rowOf(rows, "isQuick")->options, QStringList({"Yes", "No", "Not set"}));
        QCOMPARE(rowOf(rows, "isQuick")->current, 2);
        QCOMPARE(rowOf(rows, "colour")->options.at(1), "Green");
        QCOMPARE(rowOf(rows, "colour")->current, 1);
        QCOMPARE(rowOf(rows, "passphrase")->kind, "secret");
        QCOMPARE(rowOf(rows, "legs")->kind, "list");
        QVERIFY(rowOf(rows, "legs")->canAdd);
        QCOMPARE(rowOf(rows, "last")->kind, "group");
    }
    void whatIsFilledInIsTheRequest() {
        ui::RequestForm form(ops::typeOf<Everything>());
        fill(form);
        form.setChoice("isStrict", 1);
        form.setChoice("isQuick", 0);
        form.setChoice("colour", 2);
        form.setText("amount", "115792089237316195423570985008687907853269984665640564039457584");
        form.add("legs");
        form.add("legs");
        form.setText("legs[1].token", QString::fromStdString(test::sampleAddress().toString()));
        form.setText("legs[1].feePips", "500");
        form.remove("legs[0]");
        form.add("weights");
        form.setText("weights[0]#name", "USDC");
        form.setText("weights[0]", "-5");
        const auto request = requestOf(form);
        QCOMPARE(request.label, "Köln");
        QCOMPARE(request.count, 3);
        QCOMPARE(request.isStrict, false);
        QCOMPARE(request.isQuick, true);
        QVERIFY(request.colour == Colour::blue);
        QVERIFY(request.amount.toString().starts_with("11579208923731619542357"));
        QCOMPARE(request.passphrase.text(), std::string_view("cor\"rect"));
        QCOMPARE(request.legs.size(), 1u);
        QCOMPARE(request.legs[0].feePips, 500u);
        QVERIFY(!request.last);
        QCOMPARE(request.weights.at("USDC"), -5);
    }
    void whatIsLeftEmptyKeepsItsDefault() {
        ui::RequestForm form(ops::typeOf<Everything>());
        fill(form);
        const auto request = requestOf(form);
        QVERIFY(request.isStrict && !request.isQuick && request.legs.empty());
        QVERIFY(request.colour == Colour::green);
    }
    void aMistakeStandsBesideItsField_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("missing") << "label" << "" << "is required";
        QTest::newRow("range") << "count" << "11" << "from 1 to 10";
        QTest::newRow("exponent") << "count" << "1e1" << "an integer";
        QTest::newRow("fraction") << "amount" << "1.5" << "1.5";
        QTest::newRow("nested") << "legs[0].token" << "0x12" << "40 hexadecimal digits";
    }
    void aMistakeStandsBesideItsField() {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(QString, says);
        ui::RequestForm form(ops::typeOf<Everything>());
        fill(form);
        if (key.startsWith("legs")) form.add("legs");
        form.setText(key, text);
        const auto request = form.request();
        QVERIFY(!request);
        QVERIFY(form.place(request.error()));
        const auto rows = form.rows();
        QVERIFY2(rowOf(rows, key)->error.contains(says), qPrintable(rowOf(rows, key)->error));
        QVERIFY(!rowOf(rows, key)->error.contains("field \""));
        form.setText(key, "x");
        QCOMPARE(rowOf(form.rows(), key)->error, "");
    }
    void anErrorWithoutAFieldIsNotPlaced() {
        ui::RequestForm form(ops::typeOf<Everything>());
        QVERIFY(!form.place({ErrorKind::unavailable, "chain.unavailable", "no", {}}));
        QVERIFY(!form.place({ErrorKind::invalid, "x", "no", {{"field", "nowhere"}}}));
    }
    void answersAreReadable() {
        Everything::Response response;
        response.token = test::usdc();
        response.amount = 4'483'214'907;
        response.feeWei = *U256::parse("210000000000000");
        response.phrase = SharedSecret::fromText("legal winner");
        response.at = {1'767'225'600'000'000};
        response.legs = {{test::sampleAddress(), 500}};
        const auto text = json::encodeText(response);
        const auto document = json::Document::parse(text);
        const auto rows = ui::valueRows(json::schemaOf<Everything::Response>(), document->root());
        QCOMPARE(rowOf(rows, "amount")->value, "4,483.214907 USDC");
        QCOMPARE(rowOf(rows, "amount")->exact, "4483214907");
        QCOMPARE(rowOf(rows, "feeWei")->value, "0.00021");
        QCOMPARE(rowOf(rows, "phrase")->kind, "secret");
        QCOMPARE(rowOf(rows, "phrase")->value, "");
        QVERIFY(!rowOf(rows, "at")->value.contains("T00"));
        QCOMPARE(rowOf(rows, "legs")->value, "1");
        QCOMPARE(rowOf(rows, "legs[0].feePips")->value, "0.05%");
        QCOMPARE(rowOf(rows, "legs[0].token")->exact,
                 QString::fromStdString(test::sampleAddress().toString()));
        QCOMPARE(ui::valueRows(json::schemaOf<Everything::Response>(), document->root(), 3).size(),
                 4);
    }
    void searchFindsBySummaryAndName() {
        test::Harness harness;
        harness.open();
        auto* model = harness.app().workbench();
        const auto services = model->operations()->count();
        QVERIFY(services >= 8);
        model->setSearch("QUOTE get");
        QCOMPARE(model->operations()->rows().at(0).title, "Quotes");
        QCOMPARE(model->operations()->rows().at(1).key, "quote.get");
        model->setSearch("no such thing");
        QCOMPARE(model->operations()->count(), 0);
        model->setSearch("");
        QCOMPARE(model->operations()->count(), services);
        model->toggle("quote");
        QVERIFY(model->operations()->count() > services);
    }
    void everyDeclaredOperationHasAForm() {
        test::Harness harness;
        harness.open();
        auto* model = harness.app().workbench();
        model->setSearch(".");
        int forms = 0;
        for (const auto& row : model->operations()->rows()) {
            if (row.isService) continue;
            model->choose(row.key);
            QCOMPARE(model->chosen().key, row.key);
            ++forms;
        }
        QVERIFY(forms > 50);
    }
    void aQueryIsAskedAtOnce() {
        test::Harness harness;
        harness.open();
        auto* model = harness.app().workbench();
        model->choose("wallet.list");
        model->submit();
        QTRY_COMPARE(model->step(), ui::WorkbenchModel::Step::Answer);
        QCOMPARE(rowOf(model->values()->rows(), "wallets[0].label")->value, "My wallet");
        QVERIFY(model->answerText().contains("\"My wallet\""));
        QVERIFY(!model->isBusy());
    }
    void aCommandIsShownFirstAndCarriesAKey() {
        test::Harness harness;
        harness.open();
        std::string key;
        harness.answer<wallet::RenameWallet>(
            [&key](const auto& request, const auto& context) -> Result<wallet::Wallet> {
                key = context.idempotencyKey;
                auto wallet = test::sampleWallet();
                wallet.label = request.label;
                return wallet;
            });
        auto* model = harness.app().workbench();
        model->choose("wallet.rename");
        model->setText("walletId", "01010101-0101-0101-0101-010101010101");
        model->setText("label", "Savings");
        model->submit();
        QCOMPARE(model->step(), ui::WorkbenchModel::Step::Confirm);
        QCOMPARE(rowOf(model->values()->rows(), "label")->value, "Savings");
        QCOMPARE(harness.calls("wallet.rename"), 0);
        const auto shown = model->idempotencyKey().toStdString();
        model->confirm();
        QTRY_COMPARE(model->step(), ui::WorkbenchModel::Step::Answer);
        QCOMPARE(key, shown);
        QVERIFY(!shown.empty());
    }
    void lockedSigningAsksForThePassphrase() {
        test::Harness harness;
        harness.open();
        harness.refuse<wallet::RenameWallet>("vault.signing_locked");
        auto* model = harness.app().workbench();
        model->choose("wallet.rename");
        model->setText("walletId", "01010101-0101-0101-0101-010101010101");
        model->setText("label", "Savings");
        model->submit();
        model->confirm();
        QTRY_VERIFY(model->needsPassphrase());
        QCOMPARE(model->step(), ui::WorkbenchModel::Step::Confirm);
        QVERIFY(!model->isBusy());
    }
    void aRefusalOfTheServiceStandsBesideItsField() {
        test::Harness harness;
        harness.open();
        harness.answer<quote::GetQuote>([](const auto&, const auto&) -> Result<quote::Quote> {
            return invalidField("tokenIn", "token.unknown", "no such token");
        });
        auto* model = harness.app().workbench();
        model->choose("quote.get");
        for (const QString field : {"tokenIn", "tokenOut", "amount"}) model->setText(field, "1");
        model->submit();
        QTRY_COMPARE(rowOf(model->fields()->rows(), "tokenIn")->error, "no such token");
        QCOMPARE(model->error(), "");
        QVERIFY(!model->isBusy());
    }
    void secretsGoOneWay() {
        test::Harness harness;
        harness.open();
        harness.answer<wallet::RevealPhrase>({SharedSecret::fromText("legal winner thank")});
        auto* model = harness.app().workbench();
        test::Screen screen("workbench", "WorkbenchScreen", {{"model", QVariant::fromValue(model)}},
                            {1440, 900});
        model->choose("wallet.reveal_phrase");
        model->setText("walletId", "01010101-0101-0101-0101-010101010101");
        ui::SecretField field;
        QKeyEvent key(QEvent::KeyPress, Qt::Key_X, {}, "x");
        QCoreApplication::sendEvent(&field, &key);
        QCOMPARE(field.length(), 1);
        model->setSecret("passphrase", &field);
        QSignalSpy taken(model, &ui::WorkbenchModel::secretsTaken);
        model->submit();
        QTRY_COMPARE(model->step(), ui::WorkbenchModel::Step::Answer);
        QCOMPARE(taken.count(), 1);
        QCOMPARE(model->answerText(), "{\"phrase\":\"***\"}");
        QCOMPARE(rowOf(model->values()->rows(), "phrase")->value, "");
        ui::PhraseView view;
        model->show("phrase", &view);
        QCOMPARE(view.wordCount(), 3);
        QTRY_VERIFY(screen.find("Show or hide: Phrase"));
        QVERIFY(!screen.shows("winner"));
        model->choose("");
        ui::PhraseView later;
        model->show("phrase", &later);
        QCOMPARE(later.wordCount(), 0);
    }
    void theKeyboardAloneIsEnough() {
        test::Harness harness;
        harness.open();
        auto* model = harness.app().workbench();
        test::Screen screen("workbench", "WorkbenchScreen", {{"model", QVariant::fromValue(model)}},
                            {360, 740});
        const auto tabTo = [&](const QString& name) {
            const auto focused = [&] {
                const auto* face =
                    QAccessible::queryAccessibleInterface(screen.view().activeFocusItem());
                return face == nullptr ? QString() : face->text(QAccessible::Name);
            };
            for (int i = 0; i < 60 && focused() != name; ++i)
                QTest::keyClick(&screen.view(), Qt::Key_Tab);
            return focused() == name;
        };
        QVERIFY(tabTo("Search"));
        screen.type("wallet.list");
        QTRY_VERIFY(screen.find("Wallets and their addresses"));
        QVERIFY(tabTo("Wallets and their addresses"));
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_VERIFY(screen.find("Ask"));
        QVERIFY(tabTo("Ask"));
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QTRY_VERIFY(screen.shows("My wallet"));
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        QCOMPARE(screen.warnings().join("; "), "");
    }
};

QTEST_MAIN(TestWorkbench)
#include "tst_workbench.moc"
