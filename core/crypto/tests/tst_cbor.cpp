// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/cbor.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::crypto;

class CborTest : public QObject {
    Q_OBJECT

private slots:
    /// RFC 8949 appendix A.
    void readsWhatAuthenticatorsWrite() {
        const Bytes bytes{0xa4, 0x01, 0x39, 0x03, 0xe7, 0x61, 'b',  0x82, 0xf5, 0xf6,
                          0x20, 0x42, 1,    2,    0x18, 0x64, 0x1b, 0,    0,    0,
                          0xe8, 0xd4, 0xa5, 0x10, 0,    0x63, 0xe6, 0xb0, 0xb4};
        ByteView view = bytes;
        const auto map = takeCbor(view).value();
        QCOMPARE(map.find(1)->number, std::int64_t{-1000});
        QVERIFY(map.find("b")->items.at(0).number == 1);
        QVERIFY(map.find("b")->items.at(1).kind == Cbor::Kind::null);
        QVERIFY(std::ranges::equal(map.find(-1)->bytes, Bytes{1, 2}));
        QCOMPARE(map.find(100)->number, std::int64_t{1'000'000'000'000});
        QVERIFY(map.find(2) == nullptr && map.find("c") == nullptr);
        QVERIFY2(takeCbor(view)->text == "\u6c34" && view.empty(), "what follows is left");
    }

    void refusesTheRest() {
        for (const auto& bytes :
             {Bytes{0x9f, 0xff}, Bytes{0xbf, 0xff}, Bytes{0xa2, 1, 1, 1, 1}, Bytes{0xfb, 1},
              Bytes{0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, Bytes{0xc0, 0x00},
              Bytes{0x9a, 0xff, 0xff, 0xff, 0xff},
              Bytes{0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
              Bytes{0xba, 0, 0, 0, 9, 1, 1}, Bytes(20, 0x81), Bytes{0x1c}, Bytes{},
              Bytes{0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, Bytes{0xf7},
              Bytes{0xa1, 0x80, 1}, Bytes{0x42, 1}, Bytes{0xf9, 0x3c, 0x00}}) {
            ByteView view = bytes;
            const auto item = takeCbor(view);
            QVERIFY2(!item, toHex(bytes).c_str());
            QCOMPARE(item.error().key, std::string("cbor.format"));
        }
    }
};

QTEST_APPLESS_MAIN(CborTest)
#include "tst_cbor.moc"
