// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/remote/paired_nodes.h"

#include <kosh/crypto/certificate.h>
#include <kosh/paths/paths.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace kosh::remote {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRecord = "node.json";
constexpr std::size_t kMaxName = 64;

Result<> checkName(std::string_view name) {
    const bool isProper = !name.empty() && name.size() <= kMaxName && name.front() != '.' &&
                          std::ranges::all_of(name, [](char c) {
                              return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                     (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
                          });
    if (isProper) return {};
    return invalidField("name", "remote.name",
                        "a node's name has 1 to 64 letters, digits, '-', '_' and '.'");
}

Failure fileFailed(const fs::path& path, const std::string& why) {
    return fail(ErrorKind::unavailable, "remote.file",
                cat("cannot write ", path.string(), ": ", why));
}

Result<PairedNode> readRecord(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return json::decodeText<PairedNode>(text.str());
}

}  // namespace

std::vector<PairedNode> PairedNodes::list() const {
    std::vector<PairedNode> nodes;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(m_folder, error)) {
        auto node = readRecord(entry.path() / kRecord);
        if (node && entry.path().filename() == node->name) nodes.push_back(*std::move(node));
    }
    std::ranges::sort(nodes, {}, &PairedNode::name);
    return nodes;
}

Result<PairedNode> PairedNodes::find(std::string_view name) const {
    KOSH_CHECK(checkName(name));
    auto node = readRecord(folderOf(name) / kRecord);
    if (node && node->name == name) return node;
    return fail(ErrorKind::not_found, "remote.unknown_node",
                cat("this device is not paired with a node called ", name,
                    "; kosh-cli nodes lists those it knows"),
                {{"field", "node"}});
}

Credentials PairedNodes::credentials(const PairedNode& node) const {
    const auto folder = folderOf(node.name);
    return {(folder / "certificate.pem").string(), (folder / "key.pem").string(), node.certificate};
}

Result<Credentials> PairedNodes::prepare(const std::string& name,
                                         const Hash256& nodeCertificate) const {
    KOSH_CHECK(checkName(name));
    if (find(name)) {
        return fail(ErrorKind::conflict, "remote.name_taken",
                    cat("this device calls another node ", name, "; choose another name"),
                    {{"field", "name"}});
    }
    KOSH_CHECK(forget(name));
    KOSH_CHECK(platform::makePrivate(m_folder));
    KOSH_CHECK(platform::makePrivate(folderOf(name)));
    PairedNode node;
    node.name = name;
    node.certificate = nodeCertificate;
    auto made = credentials(node);
    KOSH_CHECK(
        crypto::ensureCertificate(made.certificateFile, made.keyFile, {"Kosh device", {}, false}));
    return made;
}

Result<> PairedNodes::keep(const PairedNode& node) const {
    const auto file = folderOf(node.name) / kRecord;
    const auto temporary = fs::path(file).concat(".new");
    const auto text = json::encodeText(node) + "\n";
    const int out = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool isWritten =
        out >= 0 && ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(out) == 0;
    if (out >= 0) ::close(out);
    if (!isWritten) return fileFailed(temporary, "the disk does not take it");
    std::error_code error;
    fs::rename(temporary, file, error);
    if (error) return fileFailed(file, error.message());
    return {};
}

Result<> PairedNodes::forget(const std::string& name) const {
    KOSH_CHECK(checkName(name));
    std::error_code error;
    fs::remove_all(folderOf(name), error);
    if (error) return fileFailed(folderOf(name), error.message());
    return {};
}

}  // namespace kosh::remote
