// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/secret.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <new>

namespace kosh {
namespace {

std::size_t wholePages(std::size_t size) {
    static const auto kPage = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return (size + kPage - 1) / kPage * kPage;
}

// Own pages for each secret: unlocking one must not unlock a neighbour on the same page.
std::uint8_t* allocate(std::size_t capacity) {
    void* memory =
        mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    // Best effort: a low RLIMIT_MEMLOCK must not keep a person from their vault.
    static_cast<void>(mlock(memory, capacity));
#ifdef MADV_DONTDUMP
    static_cast<void>(madvise(memory, capacity, MADV_DONTDUMP));
#endif
    return static_cast<std::uint8_t*>(memory);
}

void release(std::uint8_t* data, std::size_t capacity) noexcept {
    if (data == nullptr) return;
    wipe(data, capacity);
    munlock(data, capacity);
    munmap(data, capacity);
}

}  // namespace

void wipe(void* data, std::size_t size) noexcept {
    if (size == 0) return;
    std::memset(data, 0, size);
    // The compiler must assume that this reads the memory, so the memset stays.
    asm volatile("" : : "r"(data) : "memory");
}

SecretBytes::SecretBytes(std::size_t size) {
    resize(size);
}

SecretBytes::SecretBytes(ByteView source) {
    append(source);
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)),
      m_size(std::exchange(other.m_size, 0)),
      m_capacity(std::exchange(other.m_capacity, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
        release(m_data, m_capacity);
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
        m_capacity = std::exchange(other.m_capacity, 0);
    }
    return *this;
}

SecretBytes::~SecretBytes() {
    release(m_data, m_capacity);
}

void SecretBytes::resize(std::size_t size) {
    if (size > m_capacity) {
        const std::size_t capacity = wholePages(size);
        std::uint8_t* data = allocate(capacity);
        if (m_size != 0) std::memcpy(data, m_data, m_size);
        release(m_data, m_capacity);
        m_data = data;
        m_capacity = capacity;
    } else if (size < m_size) {
        wipe(m_data + size, m_size - size);
    }
    m_size = size;
}

void SecretBytes::append(ByteView bytes) {
    if (bytes.empty()) return;
    const std::size_t before = m_size;
    // `bytes` may be a part of this very object, which growing would move away.
    if (before + bytes.size() > m_capacity) {
        SecretBytes grown(before + bytes.size());
        if (before != 0) std::memcpy(grown.m_data, m_data, before);
        std::memcpy(grown.m_data + before, bytes.data(), bytes.size());
        *this = std::move(grown);
        return;
    }
    std::memcpy(m_data + before, bytes.data(), bytes.size());
    m_size = before + bytes.size();
}

}  // namespace kosh
