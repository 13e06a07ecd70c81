// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "arguments.h"
#include "cli_probe.h"
#include "secrets.h"

#include <kosh/test/fakes.h>

#include <QtTest>

#include <unistd.h>

#include <fstream>

using namespace kosh;
using namespace kosh::cli;

namespace {

using Words = std::vector<std::string>;

const std::vector<const ops::OperationType*> kOperations =
    ops::List<SendAll, CheckWords, Ping, Slo>::types();

Result<Invocation> parse(const Words& words) {
    return parseArguments(words, kOperations);
}
template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}
Result<SharedSecret> answerSecret(std::string_view field) {
    return SharedSecret::fromText(cat("secret of ", field));
}
/// The request that `probe send-all --token-in X` and these words make.
Result<std::string> build(Words words) {
    words.insert(words.begin(), {"probe", "send-all", "--token-in", "X"});
    KOSH_TRY(const auto invocation, parse(words));
    return buildRequest(invocation, answerSecret);
}
/// The same, decoded as the server would.
SendAll built(Words words) {
    return json::decodeText<SendAll>(build(std::move(words)).value()).value();
}

}  // namespace

class CliArgumentsTest : public QObject {
    Q_OBJECT

private slots:
    void kebabNames() {
        QCOMPARE(kebab("change_passphrase"), std::string("change-passphrase"));
        QCOMPARE(kebab("tokenIn"), std::string("token-in"));
        QCOMPARE(kebab("plain"), std::string("plain"));
    }

    void findsTheOperation() {
        const auto invocation = parse({"probe", "send-all"}).value();
        QCOMPARE(invocation.operation, &ops::typeOf<SendAll>());
        QVERIFY(!invocation.options.wantsHelp);
        QCOMPARE(keyOf(parse({"nothing"})), std::string("cli.unknown_command"));
        const auto unknown = parse({"probe", "send_all"});
        QCOMPARE(keyOf(unknown), std::string("cli.unknown_command"));
        QVERIFY(unknown.error().message.find("send_all") != std::string::npos);
        QCOMPARE(keyOf(parse({"probe", "send-all", "more"})), std::string("cli.unknown_option"));
    }

    void whatTheSystemTellsNeedsOneWord() {
        QCOMPARE(parse({"slo"}).value().operation, &ops::typeOf<Slo>());
        QCOMPARE(parse({"system", "slo"}).value().operation, &ops::typeOf<Slo>());
        // Other services' operations do.
        QCOMPARE(keyOf(parse({"ping"})), std::string("cli.unknown_command"));
    }

    void helpWhenNothingIsAsked() {
        QVERIFY(parse({}).value().options.wantsHelp);
        const auto service = parse({"probe"}).value();
        QVERIFY(service.options.wantsHelp && !service.operation);
        QCOMPARE(service.service, std::string("probe"));
        QVERIFY(parse({"probe", "send-all", "--help"}).value().options.wantsHelp);
        const auto version = parse({"--version"}).value().options;
        QVERIFY(version.wantsVersion && !version.wantsHelp);
    }

    void commonOptionsAnywhere() {
        const auto check = [](const Words& words) {
            const auto o = parse(words).value().options;
            return o.isJson && o.socket == "/s" && o.profile == "work" && o.idempotencyKey == "k" &&
                   o.timeout == std::chrono::seconds(5);
        };
        QVERIFY(check({"--json", "--socket", "/s", "--profile=work", "--idempotency-key", "k",
                       "--timeout", "5", "other", "ping"}));
        QVERIFY(check({"other", "ping", "--timeout=5", "--json", "--socket=/s", "--profile", "work",
                       "--idempotency-key=k"}));
        QCOMPARE(keyOf(parse({"--timeout", "soon"})), std::string("cli.number"));
        QCOMPARE(keyOf(parse({"--timeout", "-1"})), std::string("cli.number"));
        QCOMPARE(keyOf(parse({"--timeout", "86401"})), std::string("cli.number"));
        QCOMPARE(keyOf(parse({"other", "ping", "--socket"})), std::string("cli.missing_value"));
    }

    void unknownOptionsListTheKnown() {
        const auto unknown = parse({"probe", "send-all", "--tokenin", "X"});
        QCOMPARE(keyOf(unknown), std::string("cli.unknown_option"));
        for (const auto& member : ops::typeOf<SendAll>().requestSchema().members) {
            const auto option = cat("--", kebab(member.name));
            QVERIFY2(unknown.error().message.find(option) != std::string::npos, option.c_str());
        }
        QVERIFY(parse({"other", "ping", "--x", "1"}).error().message.find("none") !=
                std::string::npos);
        QCOMPARE(keyOf(parse({"--chain-id", "1", "probe"})), std::string("cli.unknown_option"));
    }

    void secretsAreRefusedUnread() {
        for (const Words& words : {Words{"probe", "send-all", "--passphrase", "hunter2 hunter2"},
                                   Words{"probe", "send-all", "--passphrase=hunter2 hunter2"},
                                   Words{"probe", "check", "--words", "hunter2 hunter2"}}) {
            const auto refused = parse(words);
            QCOMPARE(keyOf(refused), std::string("cli.secret_argument"));
            QVERIFY(refused.error().message.find("hunter2") == std::string::npos);
            QVERIFY(refused.error().message.find("-fd N") != std::string::npos);
        }
    }

    void secretsComeFromDescriptors() {
        const auto invocation =
            parse({"probe", "send-all", "--passphrase-fd", "7", "--old-passphrase-fd=8"}).value();
        QCOMPARE(invocation.options.secretDescriptors.at("passphrase"), 7);
        QCOMPARE(invocation.options.secretDescriptors.at("oldPassphrase"), 8);
        QCOMPARE(keyOf(parse({"probe", "send-all", "--passphrase-fd", "x"})),
                 std::string("cli.number"));
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        QCOMPARE(::write(ends[1], "open sesame\nnext", 16), ssize_t{16});
        ::close(ends[1]);
        QVERIFY(readSecretFrom(ends[0]).value().text() == "open sesame");
        QVERIFY(readSecretFrom(ends[0]).value().text() == "next");
        ::close(ends[0]);
        QCOMPARE(keyOf(readSecretFrom(ends[0])), std::string("cli.descriptor"));
    }

    void requiredSecretsAreAskedFor() {
        auto request = built({});
        QVERIFY(request.passphrase.text() == "secret of passphrase");
        QVERIFY(request.oldPassphrase.isEmpty());
        request = built({"--old-passphrase-fd", "9"});
        QVERIFY(request.oldPassphrase.text() == "secret of oldPassphrase");
        const auto words = buildRequest(parse({"probe", "check"}).value(), answerSecret).value();
        QCOMPARE(words, std::string("{\"words\":[\"secret\",\"of\",\"words\"]}"));
        const auto none = buildRequest(
            parse({"probe", "check"}).value(), [](std::string_view) -> Result<SharedSecret> {
                return fail(ErrorKind::invalid, "cli.no_terminal", "none");
            });
        QCOMPARE(keyOf(none), std::string("cli.no_terminal"));
    }

    void newSecretsAreTypedTwice() {
        QVERIFY(isNewSecret("vault.create", "passphrase"));
        QVERIFY(isNewSecret("vault.change_passphrase", "newPassphrase"));
        QVERIFY(isNewSecret("auth.claim_owner", "password"));
        QVERIFY(isNewSecret("auth.reset_password", "newPassword"));
        QVERIFY(isNewSecret("wallet.export_keystore", "keystorePassphrase"));
        QVERIFY(!isNewSecret("auth.claim_owner", "code"));
        QVERIFY(!isNewSecret("vault.unlock", "passphrase"));
        QVERIFY(!isNewSecret("auth.change_password", "password"));
    }
    void valuesOfEveryKind() {
        const auto request =
            built({"--chain-id", "8453", "--rate=0.5", "--is-final", "--speed", "fast"});
        QCOMPARE(request.tokenIn, std::string("X"));
        QCOMPARE(request.chainId, std::int64_t{8453});
        QCOMPARE(request.rate, 0.5);
        QVERIFY(request.isFinal && request.speed == Speed::fast);
        QVERIFY(!built({"--is-final=false"}).isFinal);
        QCOMPARE(built({"--chain-id", "-5"}).chainId, std::int64_t{-5});
        QCOMPARE(keyOf(build({"--is-final=yes"})), std::string("cli.boolean"));
        QCOMPARE(keyOf(build({"--chain-id", "one"})), std::string("cli.number"));
        QCOMPARE(keyOf(build({"--chain-id", "1,\"x\":2"})), std::string("cli.number"));
        QCOMPARE(keyOf(build({"--chain-id"})), std::string("cli.missing_value"));
        QCOMPARE(keyOf(build({"--chain-id", "1", "--chain-id", "2"})),
                 std::string("cli.repeated_option"));
        // Text stays text, whatever it looks like.
        QCOMPARE(build({"--speed", "a\"b"}).value().find("\"a\\\"b\"") != std::string::npos, true);
    }

    void arraysByRepeatingOrAsJson() {
        QCOMPARE(built({"--notes", "a", "--notes", "b c"}).notes, (Words{"a", "b c"}));
        QCOMPARE(built({"--notes", "a"}).notes, Words{"a"});
        QCOMPARE(built({"--positions", "3", "--positions=9"}).positions,
                 (std::vector<std::int64_t>{3, 9}));
        QCOMPARE(built({"--positions", "[1,2]"}).positions, (std::vector<std::int64_t>{1, 2}));
        QCOMPARE(keyOf(build({"--positions", "[1,"})), std::string("cli.json"));
        QCOMPARE(keyOf(build({"--positions", "1", "--positions", "x"})), std::string("cli.number"));
    }

    void objectsAsJsonOrFiles() {
        const std::string leg = "{\"symbol\":\"A\",\"count\":2}";
        QCOMPARE(built({"--leg", leg}).leg.count, std::int64_t{2});
        QCOMPARE(built({"--legs", leg, "--legs", leg}).legs.size(), std::size_t{2});
        test::TempFolder folder;
        const auto path = folder.file("leg.json");
        std::ofstream(path) << leg;
        QCOMPARE(built({"--leg", cat("@", path)}).leg.symbol, std::string("A"));
        std::ofstream(path, std::ios::trunc) << '[' << leg << ']';
        QCOMPARE(built({"--legs", cat("@", path)}).legs.size(), std::size_t{1});
        QCOMPARE(keyOf(build({"--leg", cat("@", path, ".no")})), std::string("cli.file"));
        QCOMPARE(keyOf(build({"--leg", "symbol"})), std::string("cli.json"));
    }

    void helpTellsEverything() {
        const auto all = helpForAll(kOperations);
        for (const char* text : {"probe send-all", "probe check", "other ping", "Send everything",
                                 "--idempotency-key", "--json", "--timeout"})
            QVERIFY2(all.find(text) != std::string::npos, text);
        const auto service = helpForService("probe", kOperations);
        QVERIFY(service.find("probe send-all") != std::string::npos);
        QVERIFY(service.find("other ping") == std::string::npos);
        const auto one = helpFor(ops::typeOf<SendAll>());
        for (const auto& member : ops::typeOf<SendAll>().requestSchema().members) {
            QVERIFY2(one.find(cat("--", kebab(member.name))) != std::string::npos,
                     member.name.c_str());
            QVERIFY2(one.find(cat("doc of ", member.name)) != std::string::npos,
                     member.name.c_str());
        }
        for (const char* text : {"slow|fast", "--passphrase-fd N", "JSON|@FILE", "probe:write",
                                 "Command", "(optional)"})
            QVERIFY2(one.find(text) != std::string::npos, text);
        QVERIFY(helpFor(ops::typeOf<CheckWords>()).find("--words-fd N") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(CliArgumentsTest)
#include "tst_cli_arguments.moc"
