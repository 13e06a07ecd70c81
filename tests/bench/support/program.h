// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "bench.h"

#include <QProcess>

namespace kosh::bench {

/// MiB of a line of /proc/<process>/<file>, such as "Pss:" of smaps_rollup.
double mebibytesOf(qint64 process, std::string_view file, std::string_view line);

/// A program started in a home of its own; ended and waited for when the object goes.
class Program {
public:
    /// Ends the benchmark with a message when there is no such file or it does not start.
    explicit Program(const std::string& path,
                     const std::map<std::string, std::string>& environment = {},
                     const QStringList& arguments = {});
    ~Program();

    /// Milliseconds from before the start to the moment of this call.
    double millisecondsUp() const { return secondsSince(m_startedAt) * 1e3; }
    /// The first line of its standard output, without the end.
    std::string firstLine();
    qint64 processId() const { return m_process.processId(); }
    bool isRunning() const { return m_process.state() == QProcess::Running; }

    /// As `mebibytesOf`.
    double mebibytes(std::string_view file, std::string_view line) const {
        return mebibytesOf(processId(), file, line);
    }
    /// PSS of it and of all processes it started.
    double mebibytesOfAll() const;

private:
    test::TempFolder m_home;
    QProcess m_process;
    SteadyClock::time_point m_startedAt;
};

}  // namespace kosh::bench
