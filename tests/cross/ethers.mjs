// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
import { computeAddress, ensNormalize, getBytes, hashMessage, keccak256, namehash, SigningKey, Transaction,
    TypedDataEncoder, verifyMessage, verifyTypedData, Wallet } from 'ethers';

const digestOf = ({ domain, types, message }) => TypedDataEncoder.hash(domain, types, message);

function normaliseName(name) {
    try {
        return ensNormalize(name);
    } catch {
        return null;
    }
}

/** ethers 6 as a peer of cross.mjs. */
export const peer = {
    keccak: keccak256,
    namehash,
    normaliseName,
    address: (key) => computeAddress(key),
    authorize: (key, authorization) => new Wallet(key).authorizeSync(authorization),

    signTransaction(key, { authorities, chainId, gasPrice, ...fields }) {
        const tx = Transaction.from({
            ...fields,
            ...(chainId === 0 ? {} : { chainId }),
            ...(fields.type <= 1 ? { gasPrice } : {}),
        });
        tx.signature = new SigningKey(key).sign(tx.unsignedHash);
        return tx.serialized;
    },

    readTransaction(raw) {
        const tx = Transaction.from(raw);
        return { sender: tx.from, hash: tx.hash, transaction: tx };
    },

    signMessage: (key, message) => new SigningKey(key).sign(hashMessage(getBytes(message))).serialized,
    recoverMessage: (message, signature) => verifyMessage(getBytes(message), signature),
    hashTypedData: digestOf,
    signTypedData: (key, data) => new SigningKey(key).sign(digestOf(data)).serialized,
    recoverTypedData: ({ domain, types, message }, signature) => verifyTypedData(domain, types, message, signature),
};
