// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/lookup.h"

#include "ens_json.h"

#include <kosh/crypto/abi_codec.h>
#include <kosh/crypto/ens.h>

#include <algorithm>

namespace kosh::name {
namespace {

namespace abi = crypto::abi;

constexpr std::size_t kMaxLabels = 16;

struct Registry {
    chain::ChainId chainId = 0;
    Address registry;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &Registry::chainId, "chain", 1),
                          json::required("registry", &Registry::registry, "contract")};
    }
};
struct File {
    std::string dataAsOf;
    std::vector<Registry> registries;
    static constexpr auto fields() {
        return std::tuple{json::required("dataAsOf", &File::dataAsOf, "date"),
                          json::required("registries", &File::registries, "registries")};
    }
};

Bytes nodeCall(std::string_view signature, const Hash256& node) {
    return abi::Encoder(abi::selector(signature)).bytes32(node).take();
}

}  // namespace

std::vector<std::string> ancestry(const std::string& normalisedName) {
    std::vector<std::string> names;
    std::string_view rest = normalisedName;
    while (!rest.empty() && names.size() < kMaxLabels) {
        names.emplace_back(rest);
        const auto dot = rest.find('.');
        if (dot == rest.npos) break;
        rest.remove_prefix(dot + 1);
    }
    return names;
}

Bytes resolverCall(const Hash256& node) {
    return nodeCall("resolver(bytes32)", node);
}
Bytes addrCall(const Hash256& node) {
    return nodeCall("addr(bytes32)", node);
}
Bytes nameCall(const Hash256& node) {
    return nodeCall("name(bytes32)", node);
}

Result<Bytes> wildcardCall(const std::string& normalisedName, const Bytes& inner) {
    Bytes encoded;
    std::string_view rest = normalisedName;
    while (!rest.empty()) {
        const auto label = rest.substr(0, rest.find('.'));
        if (label.empty() || label.size() > 255) {
            return invalidField("name", "name.label", "a label has 1 to 255 bytes");
        }
        encoded.push_back(static_cast<std::uint8_t>(label.size()));
        encoded.insert(encoded.end(), label.begin(), label.end());
        rest.remove_prefix(std::min(rest.size(), label.size() + 1));
    }
    encoded.push_back(0);
    return abi::Encoder(abi::selector("resolve(bytes,bytes)")).bytes(encoded).bytes(inner).take();
}

std::string reverseName(const Address& address) {
    return cat(toHex(address.view()), ".addr.reverse");
}

Address addressFrom(const chain::CallResult& result) {
    if (!result.isSuccess || result.data.size() != 32) return {};
    return abi::Decoder(result.data).address().value_or(Address{});
}

chain::CallResult unwrapped(const chain::CallResult& result) {
    if (!result.isSuccess) return result;
    const auto inner = abi::Decoder(result.data).bytes();
    if (!inner) return {false, {}, "the resolver's answer cannot be read"};
    return {true, Bytes(inner->begin(), inner->end()), {}};
}

std::string textFrom(const chain::CallResult& result) {
    if (!result.isSuccess) return {};
    const auto text = abi::Decoder(result.data).string();
    if (!text || text->size() > crypto::ens::kMaxNameBytes) return {};
    return std::string(*text);
}

bool isOffchain(const chain::CallResult& result) {
    constexpr std::array<std::uint8_t, 4> kLookup{0x55, 0x6f, 0x18, 0x30};
    return !result.isSuccess && result.data.size() >= kLookup.size() &&
           std::ranges::equal(ByteView(result.data).first(kLookup.size()), kLookup);
}

Address knownRegistry(chain::ChainId chainId) {
    static const File kFile = [] {
        auto parsed = json::decodeText<File>(kEnsJson);
        KOSH_ASSERT(parsed.has_value());
        return *std::move(parsed);
    }();
    const auto found = std::ranges::find(kFile.registries, chainId, &Registry::chainId);
    return found == kFile.registries.end() ? Address{} : found->registry;
}

}  // namespace kosh::name
