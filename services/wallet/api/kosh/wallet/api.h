// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/wallet/contacts.h>
#include <kosh/wallet/exports.h>
#include <kosh/wallet/keys.h>
#include <kosh/wallet/replacement.h>
#include <kosh/wallet/send.h>
#include <kosh/wallet/signing.h>
#include <kosh/wallet/transactions.h>

/// Wallets (sets of keys), their addresses, the address book, and everything this node signs.
namespace kosh::wallet {

using Operations =
    ops::List<CreateWallet, ImportWallet, ImportKey, ImportKeystore, WatchAddress, ListWallets,
              AddAddress, DiscoverAddresses, RenameWallet, LabelAddress, PreviewRemoval,
              RemoveWallet, RevealPhrase, ExportKey, ExportKeystore, ConfirmBackup,
              PrepareTransaction, BroadcastTransaction, Send, PreviewSend, GetTransaction,
              WaitForTransaction, ListTransactions, SpeedUp, Cancel, GetNonces, RepairNonces,
              AddContact, ListContacts, RenameContact, RemoveContact, CheckRecipient,
              DecodeTypedData, SignTypedData, DecodeMessage, SignMessage, VerifyMessage, SignPermit,
              CheckPermit, MakePaymentUri, ReadPaymentUri, DecodeTransaction>;

}  // namespace kosh::wallet
