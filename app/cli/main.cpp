// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "arguments.h"
#include "device_commands.h"
#include "node_choice.h"
#include "presenter.h"
#include "secrets.h"

#include <kosh/app/engine.h>
#include <kosh/async/run.h>
#include <kosh/paths/hardening.h>

#include <cstdio>
#include <string>
#include <vector>

namespace kosh::cli {

namespace {

void print(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
}

int report(const Error& error, bool isJson) {
    if (isJson) {
        std::string text;
        json::Writer writer(text);
        writer.beginObject();
        writer.key("error");
        writer.beginObject();
        writer.key("kind");
        writer.string(toString(error.kind));
        writer.key("key");
        writer.string(error.key);
        writer.key("message");
        writer.string(error.message);
        writer.key("details");
        json::encode(error.details, writer);
        writer.endObject();
        writer.endObject();
        print(stdout, text + "\n");
    } else {
        std::string field;
        if (const auto it = error.details.find("field"); it != error.details.end())
            field = cat(" (--", kebab(it->second), ")");
        print(stderr, cat("kosh-cli: ", error.message, field, " [", error.key, "]\n"));
    }
    return exitCode(error.kind);
}

int help(const Invocation& invocation, const std::vector<const ops::OperationType*>& operations) {
    if (invocation.operation) {
        print(stdout, helpFor(*invocation.operation));
    } else if (!invocation.service.empty()) {
        print(stdout, helpForService(invocation.service, operations));
    } else {
        print(stdout, helpForAll(operations));
    }
    return 0;
}

Result<SharedSecret> readSecret(const Invocation& invocation, std::string_view field) {
    const auto& descriptors = invocation.options.secretDescriptors;
    if (const auto it = descriptors.find(std::string(field)); it != descriptors.end()) {
        return readSecretFrom(it->second);
    }
    return promptSecret(field, isNewSecret(invocation.operation->info.name, field));
}

Result<> callNode(const Options& options, const ops::OperationType& type, const void* request,
                  void* response) {
    async::CoreThread core;
    core.start();
    KOSH_TRY(const auto node, openNode(options, core.executor()));
    auto context = ops::Context::owner().withTimeout(options.timeout);
    if (!options.idempotencyKey.empty()) context = context.withKey(options.idempotencyKey);
    return async::runBlocking(core, node->dispatch(type, request, response, context));
}

Result<std::string> call(const Invocation& invocation) {
    const auto& type = *invocation.operation;
    KOSH_TRY(auto requestText, buildRequest(invocation, [&](std::string_view field) {
                 return readSecret(invocation, field);
             }));
    const auto request = type.makeRequest();
    const auto response = type.makeResponse();
    {
        KOSH_TRY(const auto document, json::Document::parse(requestText));
        wipe(requestText.data(), requestText.size());
        KOSH_CHECK(type.decodeRequest(document.root(), request.get()));
    }
    if (isDeviceCommand(type)) {
        KOSH_CHECK(runDeviceCommand(invocation, request.get(), response.get()));
        if (&type == &ops::typeOf<PairCommand>() && !invocation.options.isJson)
            print(stdout, qrOf(*static_cast<const PairCommand::Response*>(response.get())));
    } else {
        KOSH_CHECK(callNode(invocation.options, type, request.get(), response.get()));
    }
    std::string text;
    json::Writer writer(text, json::Secrets::revealed);
    type.encodeResponse(response.get(), writer);
    return text;
}

int run(const std::vector<std::string>& arguments) {
    auto operations = deviceCommands();
    const auto ofNodes = app::allOperations();
    operations.insert(operations.end(), ofNodes.begin(), ofNodes.end());
    auto invocation = parseArguments(arguments, operations);
    if (!invocation) return report(invocation.error(), false);
    if (invocation->options.wantsVersion) {
        print(stdout, "kosh-cli " KOSH_VERSION "\n");
        return 0;
    }
    if (invocation->options.wantsHelp || !invocation->operation)
        return help(*invocation, operations);
    auto response = call(*invocation);
    if (!response) return report(response.error(), invocation->options.isJson);
    if (invocation->options.isJson) {
        print(stdout, *response + "\n");
    } else if (const auto document = json::Document::parse(*response)) {
        print(stdout, present(document->root(), invocation->operation->responseSchema()));
    }
    wipe(response->data(), response->size());
    return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace

}  // namespace kosh::cli

int main(int argc, char** argv) {
    static_cast<void>(kosh::platform::hardenProcess());
    return kosh::cli::run(std::vector<std::string>(argv + 1, argv + argc));
}
