// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Asio's TLS is compiled here, once.
#include <boost/asio/ssl/impl/src.hpp>
