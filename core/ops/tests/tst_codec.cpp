// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ops/event_operations.h>

#include <QtTest>

#include "probe.h"

using namespace kosh;
using namespace kosh::probe;

class OperationCodecTest : public QObject {
    Q_OBJECT

private slots:
    void everythingIsDerivedFromTheDeclaration() {
        const ops::OperationType& type = ops::typeOf<Pay>();
        QVERIFY(&type == &ops::typeOf<Pay>());
        QVERIFY(type.info.name == "probe.pay" && type.info.kind == ops::Kind::command);
        QCOMPARE(type.requestSchema().members.at(0).name, std::string("amount"));
        QCOMPARE(type.responseSchema().members.size(), std::size_t{2});
    }

    void erasedRequestsSurviveTheWire() {
        const ops::OperationType& type = ops::typeOf<Pay>();
        const Pay pay{U256::max()};
        std::string text;
        json::Writer writer(text);
        type.encodeRequest(&pay, writer);
        const auto document = json::Document::parse(text);
        const auto request = type.makeRequest();
        QVERIFY(type.decodeRequest(document->root(), request.get()));
        QVERIFY(static_cast<const Pay*>(request.get())->amount == pay.amount);
        const auto copy = type.copyRequest(request.get());
        QVERIFY(copy != request && static_cast<const Pay*>(copy.get())->amount == pay.amount);
    }

    void erasedResponsesMove() {
        const ops::OperationType& type = ops::typeOf<Get>();
        const auto from = type.makeResponse();
        static_cast<Get::Response*>(from.get())->doubled = 8;
        Get::Response to;
        type.moveResponse(from.get(), &to);
        QCOMPARE(to.doubled, std::int64_t{8});
    }

    void badRequestsNameTheField() {
        const ops::OperationType& type = ops::typeOf<ops::EventsRead>();
        const auto refusal = [&type](std::string_view text) {
            const auto document = json::Document::parse(text);
            const auto request = type.makeRequest();
            const auto decoded = type.decodeRequest(document->root(), request.get());
            return decoded ? std::string("ok") : decoded.error().details.at("field");
        };
        QCOMPARE(refusal(R"({"topics":["a.*"],"afterSequence":0,"limit":1000})"),
                 std::string("ok"));
        QCOMPARE(refusal(R"({"topics":["a",1]})"), std::string("topics[1]"));
        QCOMPARE(refusal(R"({"limit":1001})"), std::string("limit"));
        QCOMPARE(refusal(R"({"waitMs":25001})"), std::string("waitMs"));
        QCOMPARE(refusal(R"({"afterSequence":-1})"), std::string("afterSequence"));
    }

    void scopesAreExactNames() {
        ops::Principal principal{"user:a", {"trade:read"}};
        QVERIFY(principal.has("trade:read"));
        QVERIFY(!principal.has("trade") && !principal.has("trade:rea") && !principal.has("*"));
        QVERIFY(ops::ownerPrincipal()->has("anything"));
    }
};

QTEST_GUILESS_MAIN(OperationCodecTest)
#include "tst_codec.moc"
