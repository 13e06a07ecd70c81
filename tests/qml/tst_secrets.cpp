// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>
#include <kosh/ui/phrase_view.h>
#include <kosh/ui/secret_field.h>

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QMetaProperty>
#include <QQuickWindow>
#include <QSignalSpy>

using namespace kosh;

namespace {

const QString kPhrase =
    "legal winner thank year wave sausage worth useful legal winner thank yellow";

/// Everything QML or an assistive tool can read of an object.
QStringList readable(QObject* object) {
    QStringList texts;
    const auto* meta = object->metaObject();
    for (int i = 0; i < meta->propertyCount(); ++i)
        texts << meta->property(i).read(object).toString();
    if (const auto* face = QAccessible::queryAccessibleInterface(object)) {
        for (const auto kind : {QAccessible::Name, QAccessible::Description, QAccessible::Value})
            texts << face->text(kind);
    }
    return texts;
}

/// An item alone in a window that has the focus.
template <typename Item>
struct Stage {
    QQuickWindow window;
    Item* item;
    Stage() : item(new Item(window.contentItem())) {
        item->setSize(QSizeF(420, 200));
        window.resize(420, 200);
        window.setColor(Qt::white);
        window.show();
        window.requestActivate();
        if (!QTest::qWaitForWindowActive(&window)) test::giveUp("no window gets active");
        item->forceActiveFocus();
    }
    void type(const QString& text) {
        for (const auto character : text)
            QTest::sendKeyEvent(QTest::Click, &window, Qt::Key_unknown, QString(character), {});
    }
};

}  // namespace

class TestSecrets : public QObject {
    Q_OBJECT

private slots:
    void typingFillsItAndNothingShowsIt() {
        Stage<ui::SecretField> stage;
        QSignalSpy edited(stage.item, &ui::SecretField::edited);
        stage.type("Köš 8;");
        QCOMPARE(stage.item->length(), 6);
        QCOMPARE(edited.count(), 6);
        for (const auto& text : readable(stage.item)) QVERIFY(!text.contains("Kö"));
        const auto secret = stage.item->take();
        QCOMPARE(QString::fromUtf8(secret.text().data(), qsizetype(secret.text().size())),
                 "Köš 8;");
    }
    void takingEmptiesIt() {
        Stage<ui::SecretField> stage;
        stage.type("secret");
        stage.item->take();
        QCOMPARE(stage.item->length(), 0);
        QVERIFY(stage.item->take().isEmpty());
    }
    void backspaceTakesOneCharacterControlAWord() {
        Stage<ui::SecretField> stage;
        stage.type("one twö");
        QTest::keyClick(&stage.window, Qt::Key_Backspace);
        QCOMPARE(stage.item->share().text(), std::string_view("one tw"));
        QTest::keyClick(&stage.window, Qt::Key_Backspace, Qt::ControlModifier);
        QCOMPARE(stage.item->share().text(), std::string_view("one "));
        QTest::keyClick(&stage.window, Qt::Key_Escape);
        QCOMPARE(stage.item->length(), 0);
    }
    void whatIsSelectedIsReplaced() {
        Stage<ui::SecretField> stage;
        const auto selectAll = [&] {
            QTest::keyClick(&stage.window, Qt::Key_A, Qt::ControlModifier);
        };
        stage.type("wrong");
        const auto plain = stage.window.grabWindow();
        selectAll();
        QCOMPARE(stage.item->share().text(), std::string_view("wrong"));
        QVERIFY(stage.window.grabWindow() != plain);
        stage.type("right");
        QCOMPARE(stage.item->share().text(), std::string_view("right"));
        QGuiApplication::clipboard()->setText("one two");
        selectAll();
        QTest::keyClick(&stage.window, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(stage.item->share().text(), std::string_view("one two"));
        for (const auto key : {Qt::Key_Backspace, Qt::Key_Delete}) {
            stage.type("all of it");
            selectAll();
            QTest::keyClick(&stage.window, key);
            QCOMPARE(stage.item->length(), 0);
        }
    }
    void whatIsSelectedStaysWhenNothingTakesItsPlace() {
        Stage<ui::SecretField> stage;
        stage.type("one");
        QTest::keyClick(&stage.window, Qt::Key_A, Qt::ControlModifier);
        QGuiApplication::clipboard()->setText(QString(2000, 'x'));
        QTest::keyClick(&stage.window, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(stage.item->share().text(), std::string_view("one"));
        QTest::keyClick(&stage.window, Qt::Key_End);
        stage.type("two");
        QCOMPARE(stage.item->share().text(), std::string_view("onetwo"));
    }
    void enterAccepts() {
        Stage<ui::SecretField> stage;
        QSignalSpy accepted(stage.item, &ui::SecretField::accepted);
        QTest::keyClick(&stage.window, Qt::Key_Return);
        QCOMPARE(accepted.count(), 1);
    }
    void pastingJoinsLines() {
        Stage<ui::SecretField> stage;
        QGuiApplication::clipboard()->setText("  legal\nwinner \n");
        QTest::keyClick(&stage.window, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(stage.item->share().text(), std::string_view("legal winner"));
        QCOMPARE(stage.item->wordCount(), 2);
    }
    void whatIsTooLongIsRefused() {
        Stage<ui::SecretField> stage;
        QGuiApplication::clipboard()->setText(QString(2000, 'x'));
        QTest::keyClick(&stage.window, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(stage.item->length(), 0);
    }
    void dotsDoNotDependOnTheText() {
        const auto pictureOf = [](const QString& text) {
            Stage<ui::SecretField> stage;
            stage.type(text);
            return stage.window.grabWindow();
        };
        QCOMPARE(pictureOf("aaaaaaaa"), pictureOf("WWWWWWWW"));
        QVERIFY(pictureOf("aaaaaaaa") != pictureOf("aaaaaaa"));
    }
    void thePhraseIsInNoReadableProperty() {
        Stage<ui::PhraseView> stage;
        stage.item->setPhrase(SharedSecret::fromText(kPhrase.toStdString()));
        stage.item->setRevealed(true);
        QCOMPARE(stage.item->wordCount(), 12);
        for (const auto& text : readable(stage.item))
            for (const auto& word : kPhrase.split(' '))
                QVERIFY2(!text.contains(word), qPrintable(text));
    }
    void thePhraseIsDrawnOnlyWhenRevealed() {
        Stage<ui::PhraseView> one, other;
        one.item->setPhrase(SharedSecret::fromText(kPhrase.toStdString()));
        other.item->setPhrase(
            SharedSecret::fromText("zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong"));
        QCOMPARE(one.window.grabWindow(), other.window.grabWindow());
        one.item->setRevealed(true);
        other.item->setRevealed(true);
        QVERIFY(one.window.grabWindow() != other.window.grabWindow());
    }
};

QTEST_MAIN(TestSecrets)
#include "tst_secrets.moc"
