// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/risk_model.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/swap_values.h>
#include <kosh/ui/view_model.h>

#include <QTimer>
#include <memory>
#include <optional>

namespace kosh::ui {

/// A swap from the first figure to the last confirmation: edit (with a live quote), review (what
/// would change), progress.
class SwapModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(Stage stage READ stage NOTIFY stageChanged)
    Q_PROPERTY(bool isLoaded READ isLoaded NOTIFY tokensChanged)
    Q_PROPERTY(bool canTrade READ canTrade NOTIFY tokensChanged)  ///< The network has Uniswap V3.
    Q_PROPERTY(QList<QString> symbols READ symbols NOTIFY tokensChanged)
    Q_PROPERTY(QList<QString> names READ names NOTIFY tokensChanged)
    Q_PROPERTY(int indexIn READ indexIn NOTIFY inputChanged)
    Q_PROPERTY(int indexOut READ indexOut NOTIFY inputChanged)
    /// What was typed, and on which side.
    Q_PROPERTY(QString amount READ amount NOTIFY inputChanged)
    Q_PROPERTY(bool isExactOutput READ isExactOutput NOTIFY inputChanged)
    Q_PROPERTY(int slippageBps READ slippageBps NOTIFY inputChanged)
    Q_PROPERTY(QString balanceIn READ balanceIn NOTIFY balancesChanged)
    Q_PROPERTY(QString balanceOut READ balanceOut NOTIFY balancesChanged)
    Q_PROPERTY(bool isNativeIn READ isNativeIn NOTIFY inputChanged)
    Q_PROPERTY(int decimalsIn READ decimalsIn NOTIFY inputChanged)
    Q_PROPERTY(int decimalsOut READ decimalsOut NOTIFY inputChanged)
    Q_PROPERTY(QString nativeSymbol READ nativeSymbol NOTIFY tokensChanged)
    Q_PROPERTY(bool isQuoting READ isQuoting NOTIFY quoteChanged)
    Q_PROPERTY(kosh::ui::QuoteView quote READ quote NOTIFY quoteChanged)
    Q_PROPERTY(QString quoteError READ quoteError NOTIFY quoteChanged)
    Q_PROPERTY(kosh::ui::PreviewView preview READ preview NOTIFY previewChanged)
    Q_PROPERTY(kosh::ui::RiskModel* risk READ risk CONSTANT)
    Q_PROPERTY(bool isExpired READ isExpired NOTIFY previewChanged)
    Q_PROPERTY(bool needsPassphrase READ needsPassphrase NOTIFY previewChanged)
    Q_PROPERTY(kosh::ui::ProgressView progress READ progress NOTIFY progressChanged)
    Q_PROPERTY(int confirmationsWanted READ confirmationsWanted NOTIFY tokensChanged)

public:
    enum class Stage { Edit, Review, Progress };
    Q_ENUM(Stage)

    SwapModel(Session& session, Preferences& preferences);

    Stage stage() const { return m_stage; }
    bool isLoaded() const { return m_isLoaded; }
    bool canTrade() const;
    QStringList symbols() const;
    QStringList names() const;
    int indexIn() const { return m_indexIn; }
    int indexOut() const { return m_indexOut; }
    QString amount() const { return m_amount; }
    bool isExactOutput() const { return m_isExactOutput; }
    int slippageBps() const { return m_preferences.slippageBps(); }
    QString balanceIn() const { return balanceOf(m_indexIn); }
    QString balanceOut() const { return balanceOf(m_indexOut); }
    bool isNativeIn() const;
    int decimalsIn() const { return decimalsOf(m_indexIn); }
    int decimalsOut() const { return decimalsOf(m_indexOut); }
    QString nativeSymbol() const;
    bool isQuoting() const { return m_isQuoting; }
    QuoteView quote() const { return m_quoteView; }
    QString quoteError() const { return m_quoteError; }
    PreviewView preview() const { return m_preview; }
    RiskModel* risk() { return &m_risk; }
    bool isExpired() const { return m_isExpired; }
    bool needsPassphrase() const { return m_needsPassphrase; }
    ProgressView progress() const { return m_progress; }
    int confirmationsWanted() const;

    Q_INVOKABLE void loadTokens();
    Q_INVOKABLE void chooseIn(int index);
    Q_INVOKABLE void chooseOut(int index);
    Q_INVOKABLE void flip();
    Q_INVOKABLE void typeIn(const QString& amount);
    Q_INVOKABLE void typeOut(const QString& amount);
    /// The whole balance, as exact input.
    Q_INVOKABLE void useAll();
    Q_INVOKABLE void setSlippage(int bps);
    Q_INVOKABLE void review();
    Q_INVOKABLE void backToEdit();
    /// The quote ran out during the review: the same again at the present price.
    Q_INVOKABLE void renew();
    Q_INVOKABLE void confirm();
    Q_INVOKABLE void unlockAndConfirm(kosh::ui::SecretField* passphrase);
    Q_INVOKABLE void startOver();

signals:
    void stageChanged();
    void tokensChanged();
    void inputChanged();
    void balancesChanged();
    void quoteChanged();
    void previewChanged();
    void progressChanged();

private:
    QString balanceOf(int index) const;
    int decimalsOf(int index) const;
    void setStage(Stage stage);
    void loadBalances();
    void keepChosen(std::vector<token::Token> tokens);
    void chooseDefaults();
    void inputEdited(int delayMs);
    void dropQuote();
    void ask();
    void askThen(std::function<void()> next);
    void takeQuote(Result<quote::Quote> quote);
    void askPreview();
    void follow(const Id& swapId);
    void readSwap(const Id& swapId);
    void takeSwap(const trading::Swap& swap);

    Session& m_session;
    Preferences& m_preferences;
    Stage m_stage = Stage::Edit;
    bool m_isLoaded = false;
    chain::ChainId m_chainId = 0;
    std::vector<token::Token> m_tokens;
    std::vector<token::Balance> m_balances;
    int m_indexIn = -1, m_indexOut = -1;
    QString m_amount;
    bool m_isExactOutput = false;
    QTimer m_pause, m_refresh, m_expiry, m_poll;
    quint64 m_serial = 0;  ///< Of the last question: other answers are stale.
    bool m_isQuoting = false;
    std::optional<quote::Quote> m_quote;
    QuoteView m_quoteView;
    QString m_quoteError;
    PreviewView m_preview;
    RiskModel m_risk;
    bool m_isExpired = false, m_needsPassphrase = false;
    QString m_idempotencyKey;  ///< One per reviewed quote: confirming twice is one swap.
    Id m_swapId;
    ProgressView m_progress;
    std::unique_ptr<EventFeed> m_feed;
};

}  // namespace kosh::ui
