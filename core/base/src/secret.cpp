// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/secret.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <mutex>
#include <new>
#include <vector>

namespace kosh {
namespace {

std::size_t wholePages(std::size_t size) {
    static const auto kPage = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return (size + kPage - 1) / kPage * kPage;
}

std::uint8_t* allocatePages(std::size_t capacity) {
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

/// Keys are small and many: mapping and locking pages for each costs ten microseconds, and each
/// page counts against RLIMIT_MEMLOCK. Their slots share pages that stay locked until the process
/// ends.
class Slots {
public:
    static constexpr std::size_t kSize = 64;

    std::uint8_t* take() {
        const std::lock_guard lock(m_mutex);
        if (m_free.empty()) {
            const std::size_t pages = wholePages(kSize);
            m_free.reserve(m_count + pages / kSize);  // So that `give` never allocates.
            std::uint8_t* const first = allocatePages(pages);
            m_count += pages / kSize;
            for (std::size_t i = 0; i < pages; i += kSize) m_free.push_back(first + i);
        }
        std::uint8_t* const slot = m_free.back();
        m_free.pop_back();
        return slot;
    }
    void give(std::uint8_t* slot) noexcept {
        const std::lock_guard lock(m_mutex);
        m_free.push_back(slot);
    }

private:
    std::mutex m_mutex;
    std::vector<std::uint8_t*> m_free;
    std::size_t m_count = 0;
};

Slots& slots() {
    // Never destroyed: a secret may outlive every static object.
    static Slots* const instance = new Slots;
    return *instance;
}

std::size_t capacityFor(std::size_t size) {
    return size <= Slots::kSize ? Slots::kSize : wholePages(size);
}

// A larger secret has pages of its own: unlocking it must not unlock a neighbour.
std::uint8_t* allocate(std::size_t capacity) {
    return capacity == Slots::kSize ? slots().take() : allocatePages(capacity);
}

void release(std::uint8_t* data, std::size_t capacity) noexcept {
    if (data == nullptr) return;
    wipe(data, capacity);
    if (capacity == Slots::kSize) {
        slots().give(data);
        return;
    }
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
        const std::size_t capacity = capacityFor(size);
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
