// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

#include <QtTest>

#include <random>

namespace kosh::test {

/// Compares the key of a failed result; a success shows as "ok".
template <typename T>
QString errorKey(const Result<T>& result) {
    return result ? QStringLiteral("ok") : QString::fromStdString(result.error().key);
}

inline Bytes unhex(std::string_view text) {
    return fromHex(text).value();
}

/// Damages bytes reproducibly: the seed is printed so that a failure can be repeated.
class Mutator {
public:
    Mutator() : m_seed(std::random_device{}()), m_engine(m_seed) {
        qInfo("mutation seed %u", m_seed);
    }
    /// Flips one to four bits, and sometimes cuts or extends.
    Bytes damage(Bytes bytes) {
        const auto flips = 1 + m_engine() % 4;
        for (unsigned i = 0; i < flips && !bytes.empty(); ++i) {
            bytes[m_engine() % bytes.size()] ^= static_cast<std::uint8_t>(1u << (m_engine() % 8));
        }
        const auto action = m_engine() % 8;
        if (action == 0) bytes.resize(m_engine() % (bytes.size() + 1));
        if (action == 1) bytes.resize(bytes.size() + 1 + m_engine() % 40);
        return bytes;
    }

private:
    unsigned m_seed;
    std::mt19937 m_engine;
};

}  // namespace kosh::test
