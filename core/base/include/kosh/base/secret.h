// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace kosh {

/// Overwrites memory in a way the optimiser keeps.
void wipe(void* data, std::size_t size) noexcept;

/// Bytes nobody else may see: page-locked where the system allows it, kept out of core dumps, wiped
/// when they go. Moves, never copies by accident (`clone` says so). Not printable, not comparable
/// but in constant time.
class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size);
    /// Copies `source`; the caller wipes its own copy.
    explicit SecretBytes(ByteView source);
    static SecretBytes fromText(std::string_view text) { return SecretBytes(asBytes(text)); }

    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    SecretBytes clone() const { return SecretBytes(view()); }
    std::uint8_t* data() { return m_data; }
    const std::uint8_t* data() const { return m_data; }
    std::size_t size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    ByteView view() const { return {m_data, m_size}; }
    std::span<std::uint8_t> span() { return {m_data, m_size}; }
    /// The bytes as text; the view must not outlive this object nor be copied into a string.
    std::string_view text() const { return asText(view()); }
    bool equals(const SecretBytes& other) const { return equalConstantTime(view(), other.view()); }
    /// Grows or shrinks; what is cut or moved is wiped.
    void resize(std::size_t size);
    void append(ByteView bytes);
    void clear() { resize(0); }

private:
    std::uint8_t* m_data = nullptr;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

/// A secret inside an operation's request or response that must stay copyable (operations are
/// values): copies share one SecretBytes. The codec writes "***" in logs and audit rows and the
/// text only on the wire.
class SharedSecret {
public:
    SharedSecret() = default;
    explicit SharedSecret(SecretBytes bytes)
        : m_bytes(std::make_shared<const SecretBytes>(std::move(bytes))) {}
    static SharedSecret fromText(std::string_view text) {
        return SharedSecret(SecretBytes::fromText(text));
    }
    bool isEmpty() const { return !m_bytes || m_bytes->isEmpty(); }
    ByteView view() const { return m_bytes ? m_bytes->view() : ByteView{}; }
    std::string_view text() const { return asText(view()); }

private:
    std::shared_ptr<const SecretBytes> m_bytes;
};

}  // namespace kosh
