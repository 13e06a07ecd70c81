// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <string>
#include <vector>

namespace kosh::chain {

/// What may be shown of an endpoint: without credentials and query, path segments that look like a
/// key as "…".
std::string shownEndpoint(std::string_view url);
std::vector<std::string> shownEndpoints(const std::vector<std::string>& urls);

/// Checks http(s) URLs (`chain.endpoint_url`, at most 16); one in its shown form stands for the
/// stored one it came from, so that what was read can be written back.
Result<std::vector<std::string>> acceptEndpoints(std::vector<std::string> urls,
                                                 const std::vector<std::string>& stored);

}  // namespace kosh::chain
