// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

#include <string>
#include <vector>

/// Certificates (RFC 5280) of one's own, for TLS between a node and its devices.
namespace kosh::crypto {

struct CertificateSubject {
    std::string commonName;          ///< 1 to 64 characters.
    std::vector<std::string> names;  ///< Servers: host names and addresses.
    bool isServer = false;           ///< Else a client's.
};

/// Writes a self-signed P-256 certificate, valid for ten years, and its key (PEM, both mode 0600)
/// when one of them is not there. Creates the folder. Error: `crypto.certificate` (unavailable).
Result<> ensureCertificate(const std::string& certificateFile, const std::string& keyFile,
                           const CertificateSubject& subject);

/// Those of `names` that the file's first certificate is not for. Error: `crypto.certificate`.
Result<std::vector<std::string>> uncoveredNames(const std::string& certificateFile,
                                                const std::vector<std::string>& names);

/// SHA-256 of the DER form of the file's first certificate. Error: `crypto.certificate`.
Result<Hash256> certificateFingerprint(const std::string& certificateFile);

}  // namespace kosh::crypto
