// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
import { hashTypedData, keccak256, parseTransaction, recoverMessageAddress, recoverTransactionAddress,
    recoverTypedDataAddress } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { namehash, normalize } from 'viem/ens';

const kTypes = ['legacy', 'eip2930', 'eip1559', 'eip4844', 'eip7702'];

/** The fields as viem names them: numbers are bigints, absent is undefined. */
function toViem({ type, gasLimit, authorities, chainId, gasPrice, maxFeePerGas, maxPriorityFeePerGas, ...rest }) {
    const big = (value) => value === undefined ? undefined : BigInt(value);
    return {
        ...rest,
        type: kTypes[type],
        chainId: chainId === 0 ? undefined : chainId,
        gas: big(gasLimit),
        value: big(rest.value),
        gasPrice: big(gasPrice),
        maxFeePerGas: big(maxFeePerGas),
        maxPriorityFeePerGas: big(maxPriorityFeePerGas),
        maxFeePerBlobGas: big(rest.maxFeePerBlobGas),
    };
}

const typed = ({ domain, types, primaryType, message }) => ({ domain, types, primaryType, message });

function normaliseName(name) {
    try {
        return normalize(name);
    } catch {
        return null;
    }
}

/** viem 2 as a peer of cross.mjs. */
export const peer = {
    keccak: keccak256,
    namehash,
    normaliseName,
    address: (key) => privateKeyToAccount(key).address,
    authorize: (key, { address, ...rest }) =>
        privateKeyToAccount(key).signAuthorization({ contractAddress: address, ...rest }),
    signTransaction: (key, tx) => privateKeyToAccount(key).signTransaction(toViem(tx)),

    async readTransaction(raw) {
        const tx = parseTransaction(raw);
        return {
            sender: await recoverTransactionAddress({ serializedTransaction: raw }),
            hash: keccak256(raw),
            transaction: { ...tx, type: kTypes.indexOf(tx.type), gasLimit: tx.gas },
        };
    },

    signMessage: (key, message) => privateKeyToAccount(key).signMessage({ message: { raw: message } }),
    recoverMessage: (message, signature) => recoverMessageAddress({ message: { raw: message }, signature }),
    hashTypedData: (data) => hashTypedData(typed(data)),
    signTypedData: (key, data) => privateKeyToAccount(key).signTypedData(typed(data)),
    recoverTypedData: (data, signature) => recoverTypedDataAddress({ ...typed(data), signature }),
};
