// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/observe/observe.h>

#include <span>
#include <string>
#include <string_view>

namespace kosh::telemetry {

/// Spans as an ExportTraceServiceRequest of OTLP 1.x in the JSON mapping of Protocol Buffers: ids
/// in hex, 64-bit numbers as text, enumerations as numbers. Kind and attributes come from the
/// span's name (README.md) after the semantic conventions of OpenTelemetry; nothing else is told.
std::string encodeSpans(std::span<const observe::Span> spans, std::string_view version);

}  // namespace kosh::telemetry
