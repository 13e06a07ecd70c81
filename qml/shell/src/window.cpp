// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/window.h"

#include <QCoreApplication>
#include <QLocale>
#include <QQmlComponent>
#include <QSGRendererInterface>
#include <memory>
#include <tuple>

// The modules are static libraries without plugins: naming their registration links them in.
extern void qml_register_types_kosh_activity();
extern void qml_register_types_kosh_approvals();
extern void qml_register_types_kosh_design();
extern void qml_register_types_kosh_journal();
extern void qml_register_types_kosh_liquidity();
extern void qml_register_types_kosh_networks();
extern void qml_register_types_kosh_onboarding();
extern void qml_register_types_kosh_portfolio();
extern void qml_register_types_kosh_risk();
extern void qml_register_types_kosh_send();
extern void qml_register_types_kosh_session();
extern void qml_register_types_kosh_settings();
extern void qml_register_types_kosh_shell();
extern void qml_register_types_kosh_signing();
extern void qml_register_types_kosh_swap();
extern void qml_register_types_kosh_unlock();
extern void qml_register_types_kosh_wallets();
extern void qml_register_types_kosh_workbench();

namespace kosh::ui {

namespace {

void linkModules() {
    static volatile bool isNeeded = false;
    if (!isNeeded) return;
    qml_register_types_kosh_activity();
    qml_register_types_kosh_approvals();
    qml_register_types_kosh_design();
    qml_register_types_kosh_journal();
    qml_register_types_kosh_liquidity();
    qml_register_types_kosh_networks();
    qml_register_types_kosh_onboarding();
    qml_register_types_kosh_portfolio();
    qml_register_types_kosh_risk();
    qml_register_types_kosh_send();
    qml_register_types_kosh_session();
    qml_register_types_kosh_settings();
    qml_register_types_kosh_shell();
    qml_register_types_kosh_signing();
    qml_register_types_kosh_swap();
    qml_register_types_kosh_unlock();
    qml_register_types_kosh_wallets();
    qml_register_types_kosh_workbench();
}

}  // namespace

void Window::prepare() {
    if (!qEnvironmentVariableIsSet("QT_QUICK_BACKEND"))
        QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
}

void Window::addModules(QQmlEngine& engine) {
    linkModules();
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
}

Window::Window(AppModel& model) : m_model(model) {
    addModules(m_engine);
    useLanguage();
    connect(model.preferences(), &Preferences::languageChanged, this, [this] {
        useLanguage();
        m_engine.retranslate();
    });
}

void Window::useLanguage() {
    const auto language = m_model.preferences()->language();
    QLocale::setDefault(language == u"hi" ? QLocale(QLocale::Hindi, QLocale::India)
                                          : QLocale::system());
    QCoreApplication::removeTranslator(&m_translator);
    // English has one as well: for its plurals.
    if (m_translator.load(QStringLiteral(":/i18n/kosh_%1.qm").arg(language)))
        QCoreApplication::installTranslator(&m_translator);
}

bool Window::show() {
    m_engine.setInitialProperties({{"app", QVariant::fromValue(&m_model)}});
    m_engine.load(QUrl(QStringLiteral("qrc:/qt/qml/kosh/shell/Main.qml")));
    return window() != nullptr;
}

bool Window::loadsEveryScreen() {
    const auto object = [](auto* one) { return QVariant::fromValue(one); };
    const auto session = object(m_model.session());
    const std::tuple<const char*, const char*, QVariantMap> screens[] = {
        {"onboarding", "OnboardingScreen", {{"model", object(m_model.onboarding())}}},
        {"unlock", "UnlockScreen", {{"model", object(m_model.unlock())}}},
        {"portfolio",
         "PortfolioScreen",
         {{"model", object(m_model.portfolio())},
          {"performance", object(m_model.performance())},
          {"session", session}}},
        {"swap",
         "SwapScreen",
         {{"model", object(m_model.swap())},
          {"orders", object(m_model.orders())},
          {"session", session}}},
        {"activity", "ActivityScreen", {{"model", object(m_model.activity())}}},
        {"journal", "JournalScreen", {{"model", object(m_model.journal())}}},
        {"liquidity",
         "LiquidityScreen",
         {{"model", object(m_model.liquidity())},
          {"mint", object(m_model.mint())},
          {"session", session}}},
        {"wallets",
         "WalletsScreen",
         {{"model", object(m_model.wallets())},
          {"contacts", object(m_model.contacts())},
          {"session", session}}},
        {"approvals",
         "ApprovalsScreen",
         {{"model", object(m_model.approvals())}, {"session", session}}},
        {"send",
         "SendScreen",
         {{"model", object(m_model.send())},
          {"sign", object(m_model.sign())},
          {"session", session}}},
        {"networks",
         "NetworksScreen",
         {{"model", object(m_model.networks())}, {"hosts", object(m_model.hosts())}}},
        {"workbench", "WorkbenchScreen", {{"model", object(m_model.workbench())}}},
        {"shell", "Workspace", {{"app", object(&m_model)}}},
    };
    bool isGood = true;
    for (const auto& [module, name, properties] : screens) {
        QQmlComponent component(&m_engine);
        component.setData(QStringLiteral("import kosh.%1\n%2 {}").arg(module, name).toUtf8(), {});
        const std::unique_ptr<QObject> screen(component.createWithInitialProperties(properties));
        if (screen) continue;
        isGood = false;
        qWarning("%s", qPrintable(component.errorString()));
    }
    return isGood;
}

QQuickWindow* Window::window() const {
    return m_engine.rootObjects().isEmpty()
               ? nullptr
               : qobject_cast<QQuickWindow*>(m_engine.rootObjects().constFirst());
}

}  // namespace kosh::ui
