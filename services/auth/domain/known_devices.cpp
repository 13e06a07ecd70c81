// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "known_devices.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace kosh::auth {
namespace {

namespace fs = std::filesystem;

struct File {
    std::vector<KnownDevice> devices;
    static constexpr auto fields() {
        return std::tuple{json::required("devices", &File::devices, "paired devices")};
    }
};

}  // namespace

std::vector<KnownDevice> readKnownDevices(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    auto file = json::decodeText<File>(text.str());
    return file ? std::move(file->devices) : std::vector<KnownDevice>();
}

Result<> writeKnownDevices(const std::string& path, const std::vector<KnownDevice>& devices) {
    const auto temporary = path + ".new";
    std::error_code error;
    fs::remove(temporary, error);
    {
        std::ofstream out(temporary, std::ios::binary);
        fs::permissions(temporary, fs::perms::owner_read | fs::perms::owner_write, error);
        out << json::encodeText(File{devices}) << '\n';
        out.flush();
        if (!out || error) {
            return fail(ErrorKind::unavailable, "auth.devices_file",
                        cat("cannot write ", temporary));
        }
    }
    fs::rename(temporary, path, error);
    if (error) {
        return fail(ErrorKind::unavailable, "auth.devices_file",
                    cat("cannot write ", path, ": ", error.message()));
    }
    return {};
}

}  // namespace kosh::auth
