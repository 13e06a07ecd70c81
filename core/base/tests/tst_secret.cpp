// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/secret.h>

#include <QFile>
#include <QtTest>

using namespace kosh;

namespace {

/// The flags the kernel lists for the mapping that holds `address`.
QByteArray mappingFlags(const void* address) {
    QFile maps("/proc/self/smaps");
    if (!maps.open(QIODevice::ReadOnly)) return {};
    const auto wanted = reinterpret_cast<quintptr>(address);
    bool isInside = false;
    for (const QByteArray& line : maps.readAll().split('\n')) {
        const QByteArray first = line.left(line.indexOf(' '));
        const auto ends = first.split('-');
        if (ends.size() == 2) {
            isInside = ends[0].toULongLong(nullptr, 16) <= wanted &&
                       wanted < ends[1].toULongLong(nullptr, 16);
        } else if (isInside && line.startsWith("VmFlags:")) {
            return line;
        }
    }
    return {};
}

}  // namespace

class TestSecret : public QObject {
    Q_OBJECT
private slots:
    void holdsAndClones();
    void movesLeaveNothingBehind();
    void shrinkingWipes();
    void growingKeepsTheContent();
    void appendsItself();
    void wipeClears();
    void isKeptOutOfCoreDumps();
    void sharedSecretsShare();
};

void TestSecret::holdsAndClones() {
    const SecretBytes secret = SecretBytes::fromText("correct horse");
    QCOMPARE(secret.text(), std::string_view("correct horse"));
    SecretBytes copy = secret.clone();
    QVERIFY(copy.equals(secret));
    copy.data()[0] ^= 1;
    QVERIFY(!copy.equals(secret));
    QVERIFY(SecretBytes(16).view().size() == 16 && SecretBytes(16).data()[15] == 0);
    QVERIFY(SecretBytes().isEmpty());
    QVERIFY(SecretBytes().clone().isEmpty());
}

void TestSecret::movesLeaveNothingBehind() {
    SecretBytes first = SecretBytes::fromText("one");
    SecretBytes second = std::move(first);
    QVERIFY(first.isEmpty());  // NOLINT: what a move leaves is part of the contract
    QCOMPARE(second.text(), std::string_view("one"));
    second = SecretBytes::fromText("two");
    QCOMPARE(second.text(), std::string_view("two"));
    SecretBytes& self = second;
    second = std::move(self);
    QCOMPARE(second.text(), std::string_view("two"));
}

void TestSecret::shrinkingWipes() {
    SecretBytes secret = SecretBytes::fromText("abcdef");
    const std::uint8_t* data = secret.data();
    secret.resize(2);
    QCOMPARE(secret.text(), std::string_view("ab"));
    QCOMPARE(data[2], std::uint8_t(0));
    QCOMPARE(data[5], std::uint8_t(0));
    secret.resize(4);
    QCOMPARE(secret.data()[3], std::uint8_t(0));
    secret.clear();
    QVERIFY(secret.isEmpty());
    QCOMPARE(data[0], std::uint8_t(0));
}

void TestSecret::growingKeepsTheContent() {
    SecretBytes secret = SecretBytes::fromText("abc");
    secret.resize(100'000);
    QCOMPARE(asText(secret.view().first(3)), std::string_view("abc"));
    QCOMPARE(secret.data()[99'999], std::uint8_t(0));
}

void TestSecret::appendsItself() {
    SecretBytes secret(3000);
    secret.data()[0] = 7;
    secret.data()[2999] = 9;
    secret.append(secret.view());
    QCOMPARE(secret.size(), std::size_t(6000));
    QCOMPARE(secret.data()[3000], std::uint8_t(7));
    QCOMPARE(secret.data()[5999], std::uint8_t(9));
    SecretBytes text = SecretBytes::fromText("ab");
    text.append(asBytes("cd"));
    QCOMPARE(text.text(), std::string_view("abcd"));
}

void TestSecret::wipeClears() {
    std::array<std::uint8_t, 64> buffer;
    buffer.fill(0xaa);
    wipe(buffer.data(), 63);
    QVERIFY(std::all_of(buffer.begin(), buffer.end() - 1, [](auto b) { return b == 0; }));
    QCOMPARE(buffer[63], std::uint8_t(0xaa));
}

void TestSecret::isKeptOutOfCoreDumps() {
    const SecretBytes secret = SecretBytes::fromText("x");
    const QByteArray flags = mappingFlags(secret.data());
    if (flags.isEmpty()) QSKIP("this system does not list mapping flags");
    QVERIFY2(flags.contains(" dd"), flags.constData());
}

void TestSecret::sharedSecretsShare() {
    const SharedSecret one = SharedSecret::fromText("pass");
    const SharedSecret two = one;
    QCOMPARE(one.view().data(), two.view().data());
    QCOMPARE(two.text(), std::string_view("pass"));
    QVERIFY(SharedSecret().isEmpty());
}

QTEST_APPLESS_MAIN(TestSecret)
#include "tst_secret.moc"
