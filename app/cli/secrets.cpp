// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "secrets.h"

#include "arguments.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace kosh::cli {

namespace {

/// A terminal without echo for as long as this lives.
class QuietTerminal {
public:
    QuietTerminal() : m_descriptor(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
        if (m_descriptor < 0 || ::tcgetattr(m_descriptor, &m_before) != 0) return;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_isQuiet = ::tcsetattr(m_descriptor, TCSAFLUSH, &quiet) == 0;
    }
    ~QuietTerminal() {
        if (m_isQuiet) ::tcsetattr(m_descriptor, TCSAFLUSH, &m_before);
        if (m_descriptor >= 0) ::close(m_descriptor);
    }
    QuietTerminal(const QuietTerminal&) = delete;
    QuietTerminal& operator=(const QuietTerminal&) = delete;
    bool isUsable() const { return m_isQuiet; }
    int descriptor() const { return m_descriptor; }
    void print(std::string_view text) const {
        if (::write(m_descriptor, text.data(), text.size()) < 0) return;
    }

private:
    int m_descriptor;
    termios m_before{};
    bool m_isQuiet = false;
};

}  // namespace

Result<SharedSecret> readSecretFrom(int descriptor) {
    constexpr std::size_t kMax = std::size_t{64} << 10;
    SecretBytes line(kMax);
    std::size_t size = 0;
    while (size < kMax) {
        // Byte by byte: what follows the line belongs to somebody else.
        const auto got = ::read(descriptor, line.data() + size, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            return fail(
                ErrorKind::invalid, "cli.descriptor",
                cat("cannot read file descriptor ", descriptor, ": ", std::strerror(errno)));
        }
        if (got == 0 || line.data()[size] == '\n') break;
        ++size;
    }
    line.resize(size);
    return SharedSecret(std::move(line));
}

bool isNewSecret(std::string_view operation, std::string_view field) {
    return field == "newPassphrase" || field == "newPassword" || field == "keystorePassphrase" ||
           operation == "vault.create" || (operation == "auth.claim_owner" && field == "password");
}

Result<SharedSecret> promptSecret(std::string_view field, bool isNew) {
    QuietTerminal terminal;
    if (!terminal.isUsable()) {
        return fail(
            ErrorKind::invalid, "cli.no_terminal",
            cat("no terminal to ask for the ", kebab(field), "; give --", kebab(field), "-fd N"));
    }
    terminal.print(cat(kebab(field), ": "));
    auto first = readSecretFrom(terminal.descriptor());
    terminal.print("\n");
    if (!first || !isNew) return first;
    terminal.print(cat(kebab(field), " again: "));
    auto second = readSecretFrom(terminal.descriptor());
    terminal.print("\n");
    if (!second) return second;
    if (!equalConstantTime(first->view(), second->view())) {
        return fail(ErrorKind::invalid, "cli.mismatch",
                    cat("the two entries of ", kebab(field), " differ; nothing was done"));
    }
    return first;
}

}  // namespace kosh::cli
