// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "support.h"

#include <kosh/crypto/jose.h>

namespace kosh::test {

inline json::Document documentOf(const boost::json::value& value) {
    return need(json::Document::parse(boost::json::serialize(value)));
}

/// A set as it is, or one of a single key.
inline Result<crypto::jose::KeySet> parseKeySet(const boost::json::value& key) {
    if (find(key, "keys") != nullptr) {
        const auto document = documentOf(key);
        return crypto::jose::KeySet::parse(document.root());
    }
    if (key.is_array()) return parseKeySet(boost::json::value{{"keys", key}});
    return parseKeySet(boost::json::value{{"keys", boost::json::array{key}}});
}
inline crypto::jose::KeySet keySetOf(const boost::json::value& key) {
    return need(parseKeySet(key));
}

inline std::span<const crypto::jose::Algorithm> everyAlgorithm() {
    using enum crypto::jose::Algorithm;
    static constexpr std::array kAll{hs256, hs384, hs512, rs256, rs384, rs512, ps256,
                                     ps384, ps512, es256, es384, es512, eddsa};
    return kAll;
}

}  // namespace kosh::test
