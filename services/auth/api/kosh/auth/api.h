// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/auth/access.h>
#include <kosh/auth/identities.h>
#include <kosh/auth/passkeys.h>
#include <kosh/auth/sessions.h>

namespace kosh::auth {

using Operations =
    ops::List<SetupCode, ClaimOwner, ListUsers, AddUser, SetRole, DisableUser, ResetPassword,
              SignIn, Refresh, SignOut, Me, ListSessions, RevokeSession, ChangePassword, OtpBegin,
              OtpConfirm, OtpRemove, CreateApiKey, ListApiKeys, RevokeApiKey, InviteDevice,
              PairDevice, ListDevices, RevokeDevice, Jwks, RotateKeys, PasskeyBegin, PasskeyFinish,
              PasskeyChallenge, PasskeySignIn, ListPasskeys, RemovePasskey, GetProvider, OidcBegin,
              OidcSignIn, AdmitIdentity, ListIdentities, RemoveIdentity>;

}  // namespace kosh::auth
