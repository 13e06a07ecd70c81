// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "signing.h"

#include "domain/text.h"
#include "domain/typed_data.h"

#include <kosh/base/money.h>
#include <kosh/crypto/message.h>

namespace kosh::wallet {

namespace {

constexpr std::size_t kMaxMessage = std::size_t{64} << 10;

/// The bytes to sign: of exactly one of the two forms.
Result<Bytes> messageOf(const std::optional<std::string>& text, const std::optional<Bytes>& data) {
    if (text.has_value() == data.has_value()) {
        return invalidField("text", "wallet.message", "give the message as text or as data");
    }
    Bytes bytes;
    if (text) {
        const auto view = asBytes(*text);
        bytes.assign(view.begin(), view.end());
    } else {
        bytes = *data;
    }
    if (bytes.size() > kMaxMessage) {
        return invalidField(text ? "text" : "data", "wallet.message",
                            "a message has at most 64 KiB");
    }
    return bytes;
}

std::vector<Notice> messageNotices(const Bytes& message) {
    std::vector<Notice> notices;
    const auto text = asText(message);
    if (!isText(message)) {
        notices.push_back({"wallet.message_no_text", NoticeLevel::warning,
                           "It is no text: what it means cannot be seen."});
    } else if (hasHiddenCharacters(text)) {
        notices.push_back({"wallet.hidden_characters", NoticeLevel::warning,
                           "It has characters that are not seen or that turn text around."});
    }
    const bool isHexHash = text.size() == 66 && text.starts_with("0x") && fromHex(text).has_value();
    if ((message.size() == 32 && !isText(message)) || isHexHash) {
        notices.push_back({"wallet.message_is_hash", NoticeLevel::warning,
                           "It is as long as a hash: it may stand for anything, also for an order "
                           "to move what you own."});
    }
    // EIP-4361
    constexpr std::string_view kSignIn = " wants you to sign in with your Ethereum account:\n";
    if (const auto at = text.find(kSignIn); at <= 255) {  // npos is more
        notices.push_back(
            {"wallet.sign_in", NoticeLevel::info,
             cat("It signs you in at ", text.substr(0, at), ". Do so only if you are there now.")});
    }
    return notices;
}

Failure dangerous(const Notice& danger) {
    return fail(ErrorKind::precondition, "wallet.dangerous",
                cat(danger.message, " Not signed; acceptDanger signs it all the same."),
                {{"notice", danger.key}, {"field", "acceptDanger"}});
}

}  // namespace

void Signing::addHandlers(ops::Handlers& handlers) {
    handlers.add<DecodeMessage>(*this, &Signing::decodeMessage);
    handlers.add<SignMessage>(*this, &Signing::signMessage);
    handlers.add<VerifyMessage>(*this, &Signing::verifyMessage);
    handlers.add<DecodeTypedData>(*this, &Signing::decodeTypedData);
    handlers.add<SignTypedData>(*this, &Signing::signTypedData);
    handlers.add<SignPermit>(*this, &Signing::signPermit);
    handlers.add<CheckPermit>(*this, &Signing::checkPermit);
}

Task<DecodeMessage::Response> Signing::decodeMessage(DecodeMessage request, ops::Context) {
    KOSH_CO_TRY(const auto message, messageOf(request.text, request.data));
    DecodeMessage::Response response;
    if (isText(message)) response.text = std::string(asText(message));
    response.digest = crypto::personalMessageDigest(message);
    response.notices = messageNotices(message);
    co_return response;
}

Task<Signed> Signing::signMessage(SignMessage request, ops::Context) {
    KOSH_CO_TRY(const auto message, messageOf(request.text, request.data));
    const auto digest = crypto::personalMessageDigest(message);
    const auto summary = isText(message) ? cat("Message of ", message.size(), " bytes of text")
                                         : cat("Message of ", message.size(), " bytes");
    KOSH_CO_TRY(const auto signature, co_await sign(request.address, "address",
                                                    {request.address, "message", summary, digest}));
    co_return Signed{crypto::encodeSignature(signature), digest, request.address};
}

Task<Signed> Signing::verifyMessage(VerifyMessage request, ops::Context) {
    KOSH_CO_TRY(const auto message, messageOf(request.text, request.data));
    const auto digest = crypto::personalMessageDigest(message);
    auto signer = crypto::recoverSigner(digest, request.signature);
    if (!signer) {
        auto error = signer.error();
        error.details["field"] = "signature";
        co_return Failure(std::move(error));
    }
    co_return Signed{std::move(request.signature), digest, *signer};
}

Task<crypto::Signature> Signing::sign(Address address, std::string field, MessageSigned record) {
    KOSH_CO_TRY(const auto key, co_await keyOf(m_shared, address, std::move(field)));
    const auto signature = key->sign(record.digest);
    KOSH_CO_CHECK(co_await m_shared.db.write([record](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(events::append(tx, record));
        return {};
    }));
    co_return signature;
}

Task<TypedDataMeaning> Signing::withSymbols(TypedDataMeaning meaning, observe::Trace trace) {
    for (auto& grant : meaning.grants) {
        if (grant.isUnlimited) grant.amountText = "unlimited";
        if (!meaning.domainChainId || !meaning.domainChainId->fitsU64()) continue;
        const auto token = co_await m_shared.env.node.call(
            token::ResolveToken{meaning.domainChainId->low64(), grant.token.toString()},
            m_shared.context(trace));
        // A token or network this node does not know has no symbol here.
        if (!token) continue;
        grant.symbol = token->symbol;
        if (!grant.isUnlimited) {
            grant.amountText = formatUnits(grant.amount, static_cast<unsigned>(token->decimals));
        }
    }
    co_return meaning;
}

Task<TypedDataMeaning> Signing::decodeTypedData(DecodeTypedData request, ops::Context context) {
    KOSH_CO_TRY(const auto data, crypto::eip712::TypedData::parse(request.typedData));
    auto meaning = meaningOf(data, {request.chainId, request.address, m_shared.env.clock.now()});
    co_return co_await withSymbols(std::move(meaning), context.trace);
}

Task<SignTypedData::Response> Signing::signTypedData(SignTypedData request, ops::Context context) {
    KOSH_CO_TRY(auto meaning, co_await decodeTypedData(
                                  {request.typedData, request.chainId, request.address}, context));
    const auto* const danger = findDanger(meaning.notices);
    if (danger && !request.acceptDanger) co_return dangerous(*danger);
    std::string kind;
    for (const auto& [value, name] : enumNames(meaning.kind)) {
        if (value == meaning.kind) kind = name;
    }
    KOSH_CO_TRY(const auto signature,
                co_await sign(request.address, "address",
                              {request.address, kind, meaning.summary, meaning.digest}));
    co_return SignTypedData::Response{crypto::encodeSignature(signature), std::move(meaning)};
}

}  // namespace kosh::wallet
