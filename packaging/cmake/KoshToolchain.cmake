# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Kosh contributors
# Compiler, warnings, sanitizers and the packages Kosh stands on.

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13.3)
    message(FATAL_ERROR "Kosh needs clang 19 or GCC 13.3: GCC ${CMAKE_CXX_COMPILER_VERSION} "
                        "destroys coroutine temporaries twice (see ARCHITECTURE.md)")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

option(KOSH_WERROR "Warnings are errors" OFF)
option(KOSH_DESKTOP "Build the Qt Quick desktop app" ON)
option(KOSH_QML_BYTECODE "Compile QML ahead of time; off = shorter builds while working on screens" ON)
option(KOSH_TEST_HOOKS "Compile the crash hooks that the kill -9 tests choose; never in a release" OFF)
set(KOSH_SANITIZE "" CACHE STRING "Value for -fsanitize=, e.g. address,undefined or thread")

add_library(kosh_options INTERFACE)
target_compile_options(kosh_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    -Wno-sign-conversion $<$<CXX_COMPILER_ID:Clang>:-Wno-missing-designated-field-initializers>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-missing-field-initializers>)
if(KOSH_WERROR)
    target_compile_options(kosh_options INTERFACE -Werror)
endif()
target_compile_definitions(kosh_options INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
    $<$<BOOL:${KOSH_TEST_HOOKS}>:KOSH_TEST_HOOKS>)
if(KOSH_SANITIZE)
    add_compile_options(-fsanitize=${KOSH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${KOSH_SANITIZE})
endif()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG COMPONENTS json)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
# Its .pc file gives the version of the SQLite inside; STRICT tables need 3.37.
pkg_check_modules(SQLCIPHER REQUIRED IMPORTED_TARGET sqlcipher>=3.37)
pkg_check_modules(SECP256K1 REQUIRED IMPORTED_TARGET libsecp256k1)
pkg_check_modules(ARGON2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(CRYPTOPP REQUIRED IMPORTED_TARGET libcrypto++)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(CBOR REQUIRED IMPORTED_TARGET libcbor)
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network WebSockets)
if(BUILD_TESTING)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()
if(KOSH_DESKTOP)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Gui Qml Quick QuickControls2)
endif()
