// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/argon2.h>

#include <argon2.h>

namespace kosh::crypto {
namespace {

constexpr std::uint32_t kMaxIterations = 1000;
constexpr std::uint32_t kMaxMemoryKib = 4u << 20;
constexpr std::uint32_t kMaxLanes = 64;
constexpr std::size_t kMaxInput = 1u << 20;

Result<> requireRange(const char* field, std::size_t value, std::size_t low, std::size_t high) {
    if (value >= low && value <= high) return {};
    return invalidField(field, "argon2.parameters",
                        cat("Argon2 ", field, " must be ", low, " to ", high, ", not ", value));
}

Result<> checkParameters(const Argon2Parameters& p) {
    KOSH_CHECK(requireRange("iterations", p.iterations, 1, kMaxIterations));
    KOSH_CHECK(requireRange("lanes", p.lanes, 1, kMaxLanes));
    KOSH_CHECK(requireRange("memoryKib", p.memoryKib, 8 * p.lanes, kMaxMemoryKib));
    if (p.version != ARGON2_VERSION_13 && p.version != ARGON2_VERSION_10) {
        return invalidField("version", "argon2.parameters", "Argon2 version must be 16 or 19");
    }
    return {};
}

std::uint32_t size32(ByteView view) {
    return static_cast<std::uint32_t>(view.size());
}

}  // namespace

Result<SecretBytes> argon2(ByteView password, ByteView salt, const Argon2Parameters& parameters,
                           std::size_t size, ByteView secret, ByteView associatedData) {
    KOSH_CHECK(checkParameters(parameters));
    KOSH_CHECK(requireRange("size", size, 4, 1024));
    KOSH_CHECK(requireRange("salt", salt.size(), 8, 1024));
    KOSH_CHECK(requireRange("password", password.size(), 0, kMaxInput));
    KOSH_CHECK(requireRange("secret", secret.size(), 0, kMaxInput));
    KOSH_CHECK(requireRange("associatedData", associatedData.size(), 0, kMaxInput));

    SecretBytes out(size);
    // The C interface takes mutable pointers; without a clear-flag it does not write to them.
    const auto mutableData = [](ByteView view) { return const_cast<std::uint8_t*>(view.data()); };
    argon2_context context{};
    context.out = out.data();
    context.outlen = static_cast<std::uint32_t>(size);
    context.pwd = mutableData(password);
    context.pwdlen = size32(password);
    context.salt = mutableData(salt);
    context.saltlen = size32(salt);
    context.secret = mutableData(secret);
    context.secretlen = size32(secret);
    context.ad = mutableData(associatedData);
    context.adlen = size32(associatedData);
    context.t_cost = parameters.iterations;
    context.m_cost = parameters.memoryKib;
    context.lanes = parameters.lanes;
    context.threads = parameters.lanes;
    context.version = parameters.version;
    context.flags = ARGON2_DEFAULT_FLAGS;

    const int code = argon2_ctx(&context, static_cast<argon2_type>(parameters.type));
    if (code == ARGON2_MEMORY_ALLOCATION_ERROR || code == ARGON2_THREAD_FAIL) {
        return fail(ErrorKind::unavailable, "argon2.memory",
                    cat("not enough memory for Argon2: it needs ", parameters.memoryKib, " KiB"));
    }
    if (code != ARGON2_OK)
        return fail(ErrorKind::internal, "argon2.failed", argon2_error_message(code));
    return out;
}

}  // namespace kosh::crypto
