// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/json/codec.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kosh::remote {

/// A node that this device is paired with.
struct PairedNode {
    std::string name;                    ///< What this device calls it.
    std::vector<std::string> addresses;  ///< "host:port", tried in this order.
    Hash256 certificate;                 ///< SHA-256 of the node's certificate (DER).
    Id deviceId;                         ///< What the node calls this device.
    std::string label;                   ///< The same for people.
    Timestamp pairedAt;
    static constexpr auto fields() {
        using P = PairedNode;
        return std::tuple{
            json::required("name", &P::name, "what this device calls it"),
            json::required("addresses", &P::addresses, "HOST:PORT, tried in this order"),
            json::required("certificate", &P::certificate, "SHA-256 of the node's certificate"),
            json::required("deviceId", &P::deviceId, "this device, as the node lists it"),
            json::required("label", &P::label, "the same for people"),
            json::required("pairedAt", &P::pairedAt, "when")};
    }
};

/// What this device shows the node, and what it expects to be shown.
struct Credentials {
    std::string certificateFile, keyFile;
    Hash256 nodeCertificate;
};

/// The nodes this device is paired with: a folder for each, with its own key. Only the user may
/// read them (folders 0700, files 0600).
class PairedNodes {
public:
    explicit PairedNodes(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    /// By name; a pairing that cannot be read is left out.
    std::vector<PairedNode> list() const;
    /// Error: `remote.unknown_node` (not_found).
    Result<PairedNode> find(std::string_view name) const;
    Credentials credentials(const PairedNode& node) const;

    /// Makes key and certificate for a pairing that is about to be. Errors: `remote.name`,
    /// `remote.name_taken` (conflict), `crypto.certificate`, those of platform::makePrivate.
    Result<Credentials> prepare(const std::string& name, const Hash256& nodeCertificate) const;
    /// Error: `remote.file` (unavailable).
    Result<> keep(const PairedNode& node) const;
    /// Forgets it with its key, also one that was only prepared. The node still lists the device.
    Result<> forget(const std::string& name) const;

private:
    std::filesystem::path folderOf(std::string_view name) const { return m_folder / name; }
    std::filesystem::path m_folder;
};

}  // namespace kosh::remote
