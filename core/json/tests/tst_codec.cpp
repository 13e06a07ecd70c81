// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <kosh/json/codec.h>
class T : public QObject { Q_OBJECT };
QTEST_APPLESS_MAIN(T)
#include "tst_codec.moc"
