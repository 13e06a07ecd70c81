// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <boost/asio/awaitable.hpp>

namespace kosh {

namespace asio = boost::asio;

/// A coroutine on the core thread that may fail. Take parameters by value.
template <typename T = void>
using Task = asio::awaitable<Result<T>>;

/// `co_return ok();` for Task<void>.
inline Result<> ok() {
    return {};
}

}  // namespace kosh
