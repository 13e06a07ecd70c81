// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/app_model.h>

#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QTranslator>

namespace kosh::ui {

/// The desktop window: engine, language and the model behind it. Thread: GUI.
class Window : public QObject {
    Q_OBJECT

public:
    /// Before the application object is made: drawing by the processor, which shows the first
    /// window sooner and in less memory than a graphics driver does. QT_QUICK_BACKEND chooses
    /// otherwise.
    static void prepare();

    /// Makes every kosh module known to `engine`.
    static void addModules(QQmlEngine& engine);

    explicit Window(AppModel& model);

    /// Loads and shows it; false when the QML cannot be loaded (the reasons are on standard error).
    bool show();
    QQuickWindow* window() const;
    /// Makes every screen of every module without showing it; what fails is on standard error.
    bool loadsEveryScreen();

private:
    void useLanguage();

    AppModel& m_model;
    QTranslator m_translator;
    QQmlApplicationEngine m_engine;
};

}  // namespace kosh::ui
