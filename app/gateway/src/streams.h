// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "api.h"

namespace kosh::gateway {

/// `GET /api/v1/ws`: JSON-RPC 2.0, one message a call or batch; `events.subscribe` {topics,
/// afterSequence} makes events come as notifications `events.event`. A browser, which cannot set
/// headers, gives its token as the subprotocol "bearer.<token>" beside "kosh.v1".
void openWebSocket(Api& api, Connection& connection, const Caller& caller);

/// `GET /api/v1/events` with `Accept: text/event-stream`: Server-Sent Events, `id` = position in
/// the log. Query: `topics` (may come again), `afterSequence`; header Last-Event-ID goes before
/// that.
void openEventStream(Api& api, Connection& connection, const Caller& caller);

}  // namespace kosh::gateway
