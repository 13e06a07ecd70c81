// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/eip712.h>

#include "eip712_types.h"

namespace kosh::crypto::eip712 {

/// A value read, and the word that stands for it in its struct.
struct Encoded {
    Node node;
    Hash256 hash;
};

/// Reads JSON values by their types. Paths live on the stack of the recursion.
class ValueReader {
public:
    explicit ValueReader(Types& types) : m_types(types) {}
    Result<Encoded> readStruct(std::string_view name, json::Value value, const json::Path& path);

private:
    Result<Encoded> read(std::string_view type, json::Value value, const json::Path& path);
    Result<Encoded> readArray(std::string_view type, const ArrayType& array, json::Value value,
                              const json::Path& path);
    Types& m_types;
    std::size_t m_depth = 0;
};

}  // namespace kosh::crypto::eip712
