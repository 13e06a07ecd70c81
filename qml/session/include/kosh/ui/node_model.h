// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/client.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/view_model.h>

#include <functional>
#include <optional>
#include <string>

namespace kosh::ui {

/// Port: what the program does about nodes elsewhere. Thread: GUI.
struct NodePort {
    /// Told what this device calls the node, or why not; on any thread.
    using Paired = std::function<void(Result<std::string>)>;
    /// Pairs this device with the node of an invitation.
    std::function<void(SharedSecret invitation, Paired done)> pair;
    std::function<void()> retry;  ///< Tries to connect now.
    std::function<void()> leave;  ///< Forgets the node and uses this device from now on.
    /// The engine of this device, whose vault may hold keys for the node elsewhere.
    std::optional<Client> device{};
};

/// Which node the window uses: this device, or one that is reached over the network.
class NodeModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(Link link READ link NOTIFY changed)
    Q_PROPERTY(bool isRemote READ isRemote NOTIFY changed)
    /// What this device calls the node; empty for this device itself.
    Q_PROPERTY(QString name READ name NOTIFY changed)
    /// Why it is offline or refuses, for people.
    Q_PROPERTY(QString reason READ reason NOTIFY changed)

public:
    enum class Link {
        Local,  ///< This device: there is nothing to connect to.
        Connecting,
        Online,
        Offline,  ///< Tried again by itself.
        Refused   ///< It does not take this device (any more).
    };
    Q_ENUM(Link)

    explicit NodeModel(NodePort port) : m_port(std::move(port)) {}

    Link link() const { return m_link; }
    bool isRemote() const { return m_link != Link::Local; }
    QString name() const { return m_name; }
    QString reason() const { return m_reason; }

    Q_INVOKABLE void pair(kosh::ui::SecretField* invitation);
    Q_INVOKABLE void retry();
    Q_INVOKABLE void leave();

    /// The program uses this node from its start.
    void use(const QString& name);
    /// The connection changed.
    void setLink(Link link, const std::optional<Error>& reason);

signals:
    void changed();
    /// This device has been paired; the program uses the node before `switched` follows.
    void paired(const QString& name);
    /// Another node answers from now on.
    void switched();
    /// The node is there again after a time without it.
    void cameBack();

private:
    NodePort m_port;
    Link m_link = Link::Local;
    QString m_name, m_reason;
};

}  // namespace kosh::ui
