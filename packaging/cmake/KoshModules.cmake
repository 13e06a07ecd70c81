# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Kosh contributors
# Every library of Kosh is declared here-by-helper, so that the layers of ARCHITECTURE.md are
# enforced when CMake configures and not by agreement.
#
#   kosh_add_module(store LAYER core SOURCES ... USES base async PACKAGES sqlcipher)
#   kosh_add_service(quote USES pool token SOURCES ... )     # own logic + the named services' api
#   kosh_add_test(unit.base.u256 SOURCES tst_u256.cpp USES base LABELS unit)

# What a layer may use: layers whose modules it may name, and outside packages.
set(KOSH_LAYERS_core core)
set(KOSH_LAYERS_services core api)
set(KOSH_LAYERS_api core api)
set(KOSH_LAYERS_sync core api)
set(KOSH_LAYERS_platform core api)
set(KOSH_LAYERS_qml core api qml)
set(KOSH_LAYERS_app core api services sync platform qml app)
set(KOSH_LAYERS_tests core api services sync platform qml app tests)

# boost = header-only Boost without Asio's I/O; asio = sockets and timers; awaitable = co_await only.
set(KOSH_PACKAGES_core asio json openssl secp256k1 argon2 cryptopp utf8proc sqlcipher)
set(KOSH_PACKAGES_services)
set(KOSH_PACKAGES_api)
set(KOSH_PACKAGES_sync qtcore qtnetwork qtwebsockets)
set(KOSH_PACKAGES_platform qtcore qtnetwork)
set(KOSH_PACKAGES_qml qtcore qtgui qtqml qtquick qtcontrols)
set(KOSH_PACKAGES_app asio json openssl qtcore qtnetwork qtgui qtqml qtquick qtcontrols)
set(KOSH_PACKAGES_tests asio json openssl qtcore qtnetwork qtgui qtqml qtquick qtcontrols qttest
    sqlcipher secp256k1 argon2 cryptopp)
# Only the store may see SQL; only crypto sees the crypto libraries.
set(KOSH_PACKAGE_OWNERS_sqlcipher store)
set(KOSH_PACKAGE_OWNERS_secp256k1 crypto)
set(KOSH_PACKAGE_OWNERS_argon2 crypto)
set(KOSH_PACKAGE_OWNERS_cryptopp crypto)
set(KOSH_PACKAGE_OWNERS_utf8proc crypto)

set(KOSH_TARGET_asio Boost::headers Threads::Threads)
set(KOSH_TARGET_json Boost::json)
set(KOSH_TARGET_openssl OpenSSL::Crypto)
set(KOSH_TARGET_sqlcipher PkgConfig::SQLCIPHER)
set(KOSH_TARGET_secp256k1 PkgConfig::SECP256K1)
set(KOSH_TARGET_argon2 PkgConfig::ARGON2)
set(KOSH_TARGET_cryptopp PkgConfig::CRYPTOPP)
set(KOSH_TARGET_utf8proc PkgConfig::UTF8PROC)
set(KOSH_TARGET_qtcore Qt6::Core)
set(KOSH_TARGET_qtnetwork Qt6::Network)
set(KOSH_TARGET_qtwebsockets Qt6::WebSockets)
set(KOSH_TARGET_qtgui Qt6::Gui)
set(KOSH_TARGET_qtqml Qt6::Qml)
set(KOSH_TARGET_qtquick Qt6::Quick)
set(KOSH_TARGET_qtcontrols Qt6::QuickControls2)
set(KOSH_TARGET_qttest Qt6::Test)

# Stops the configure step if `layer` may not use `used`, naming both ends and what is allowed.
function(_kosh_check_edges name layer)
    cmake_parse_arguments(ARG "" "" "USES;PACKAGES" ${ARGN})
    if(NOT DEFINED KOSH_LAYERS_${layer})
        message(FATAL_ERROR "kosh: module '${name}' names the unknown layer '${layer}'")
    endif()
    foreach(used IN LISTS ARG_USES)
        if(NOT TARGET kosh_${used})
            message(FATAL_ERROR "kosh: module '${name}' uses '${used}', which no module declared before it")
        endif()
        get_target_property(used_layer kosh_${used} KOSH_LAYER)
        if(NOT used_layer IN_LIST KOSH_LAYERS_${layer})
            message(FATAL_ERROR "kosh: forbidden dependency: '${name}' (layer ${layer}) uses '${used}' "
                "(layer ${used_layer}); layer ${layer} may use: ${KOSH_LAYERS_${layer}}")
        endif()
    endforeach()
    foreach(package IN LISTS ARG_PACKAGES)
        if(NOT package IN_LIST KOSH_PACKAGES_${layer})
            message(FATAL_ERROR "kosh: forbidden package: '${name}' (layer ${layer}) uses '${package}'; "
                "layer ${layer} may use: ${KOSH_PACKAGES_${layer}}")
        endif()
        if(DEFINED KOSH_PACKAGE_OWNERS_${package} AND NOT layer STREQUAL "tests"
           AND NOT name IN_LIST KOSH_PACKAGE_OWNERS_${package})
            message(FATAL_ERROR "kosh: forbidden package: only ${KOSH_PACKAGE_OWNERS_${package}} may use "
                "'${package}', '${name}' does")
        endif()
    endforeach()
endfunction()

# Public headers live in include/ (or api/ for a service) of the module's own folder.
function(kosh_add_module name)
    cmake_parse_arguments(ARG "" "LAYER;INCLUDE" "SOURCES;USES;PACKAGES" ${ARGN})
    _kosh_check_edges(${name} ${ARG_LAYER} USES ${ARG_USES} PACKAGES ${ARG_PACKAGES})
    if(NOT ARG_INCLUDE)
        set(ARG_INCLUDE include)
    endif()
    list(TRANSFORM ARG_USES PREPEND kosh_ OUTPUT_VARIABLE links)
    foreach(package IN LISTS ARG_PACKAGES)
        list(APPEND links ${KOSH_TARGET_${package}})
    endforeach()
    if(ARG_SOURCES)
        add_library(kosh_${name} STATIC ${ARG_SOURCES})
        target_include_directories(kosh_${name} PUBLIC ${ARG_INCLUDE} PRIVATE .)
        target_link_libraries(kosh_${name} PUBLIC ${links} PRIVATE kosh_options)
        target_compile_definitions(kosh_${name} PUBLIC BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
    else()
        add_library(kosh_${name} INTERFACE)
        target_include_directories(kosh_${name} INTERFACE ${ARG_INCLUDE})
        target_link_libraries(kosh_${name} INTERFACE ${links})
    endif()
    set_target_properties(kosh_${name} PROPERTIES KOSH_LAYER ${ARG_LAYER})
    add_library(kosh::${name} ALIAS kosh_${name})
endfunction()

# A QML module `kosh.<name>`: QML files with the view models beside them, as the static library
# kosh_qml_<name>. Its types are in <kosh/ui/…>; qml/shell links and registers every module.
function(kosh_add_qml_module name)
    cmake_parse_arguments(ARG "" "" "QML;SOURCES;USES" ${ARGN})
    set(packages qtcore qtgui qtqml qtquick)
    _kosh_check_edges(qml_${name} qml USES ${ARG_USES} PACKAGES ${packages})
    foreach(file IN LISTS ARG_QML)
        get_filename_component(alias "${file}" NAME)
        set_source_files_properties("${file}" PROPERTIES QT_RESOURCE_ALIAS "${alias}")
        if(name STREQUAL "design" AND alias STREQUAL "Theme.qml")
            set_source_files_properties("${file}" PROPERTIES QT_QML_SINGLETON_TYPE TRUE)
        endif()
    endforeach()
    # qmllint follows base classes into the modules they come from.
    set(imports QtQuick)
    foreach(used IN LISTS ARG_USES)
        if(used MATCHES "^qml_(.*)$" AND NOT used STREQUAL "qml_bridge")
            list(APPEND imports kosh.${CMAKE_MATCH_1})
        endif()
    endforeach()
    set(CMAKE_AUTOMOC ON)
    qt_add_qml_module(kosh_qml_${name} STATIC URI kosh.${name} VERSION 1.0 NO_PLUGIN
        RESOURCE_PREFIX "/qt/qml" OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/qml_modules/kosh/${name}"
        IMPORT_PATH "${PROJECT_BINARY_DIR}/qml_modules"
        DEPENDENCIES ${imports} QML_FILES ${ARG_QML} SOURCES ${ARG_SOURCES})
    list(TRANSFORM ARG_USES PREPEND kosh_ OUTPUT_VARIABLE links)
    foreach(package IN LISTS packages)
        list(APPEND links ${KOSH_TARGET_${package}})
    endforeach()
    target_include_directories(kosh_qml_${name} PUBLIC include PRIVATE include/kosh/ui)
    target_link_libraries(kosh_qml_${name} PUBLIC ${links})
    # The warnings are for our sources, not for what Qt generates beside them.
    set_source_files_properties(${ARG_SOURCES} PROPERTIES COMPILE_OPTIONS
        "$<TARGET_PROPERTY:kosh_options,INTERFACE_COMPILE_OPTIONS>")
    # Byte code ahead of time: as quick to start as generated C++ here, in a tenth of the build time.
    set_target_properties(kosh_qml_${name} PROPERTIES KOSH_LAYER qml
        QT_QMLCACHEGEN_ARGUMENTS --only-bytecode)
endfunction()

# The header-only api of a service: kosh_<name>_api. Declared before any service's logic.
function(kosh_add_api name)
    cmake_parse_arguments(ARG "" "" "USES;SOURCES" ${ARGN})
    kosh_add_module(${name}_api LAYER api INCLUDE . USES base json crypto ops events ${ARG_USES}
        SOURCES ${ARG_SOURCES})
endfunction()

# The logic of a service, with its migrations compiled in. USES names services (their api is meant)
# and core modules are always there.
function(kosh_add_service name)
    cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
    set(uses base async json crypto ops store events resilience observe runtime net ${name}_api)
    foreach(service IN LISTS ARG_USES)
        list(APPEND uses ${service}_api)
    endforeach()
    list(REMOVE_DUPLICATES uses)
    kosh_add_module(${name} LAYER services INCLUDE include SOURCES ${ARG_SOURCES} USES ${uses})
    file(GLOB migrations CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/migrations/*.sql")
    if(migrations)
        kosh_embed_migrations(kosh_${name} ${name} ${migrations})
    endif()
    if(BUILD_TESTING AND EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/tests/CMakeLists.txt")
        add_subdirectory(tests)
    endif()
endfunction()

# Generates <build>/kosh_<name>_migrations.h: `constexpr kosh::store::Migration kMigrations[]`.
function(kosh_embed_migrations target name)
    set(header "${CMAKE_CURRENT_BINARY_DIR}/generated/${name}_migrations.h")
    set(body "// Generated from migrations/*.sql.\n#pragma once\n#include <kosh/store/migration.h>\n\nnamespace kosh::${name} {\ninline constexpr kosh::store::Migration kMigrations[] = {\n")
    foreach(file IN LISTS ARGN)
        get_filename_component(stem "${file}" NAME_WE)
        string(REGEX MATCH "^[0-9]+" number "${stem}")
        math(EXPR number "${number}")
        file(READ "${file}" sql)
        string(APPEND body "    {${number}, \"${stem}\", R\"kosh_sql(${sql})kosh_sql\"},\n")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    endforeach()
    string(APPEND body "};\n}  // namespace kosh::${name}\n")
    file(GENERATE OUTPUT "${header}" CONTENT "${body}")
    target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/generated")
endfunction()

# Generates <build>/generated/<header>: `inline constexpr std::string_view kosh::<name>::<variable>` with the text of `file`.
function(kosh_embed_text target name header variable file)
    file(READ "${file}" text)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(GENERATE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/generated/${header}" CONTENT
        "#pragma once\n#include <string_view>\n\nnamespace kosh::${name} {\ninline constexpr std::string_view ${variable} = R\"kosh_text(${text})kosh_text\";\n}  // namespace kosh::${name}\n")
    target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/generated")
endfunction()

# A Qt Test executable registered with CTest under its dotted name; its first part is a label too.
function(kosh_add_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;USES;PACKAGES;LABELS;ENVIRONMENT" ${ARGN})
    _kosh_check_edges(${name} tests USES ${ARG_USES} PACKAGES ${ARG_PACKAGES})
    string(REPLACE "." "_" target "tst_${name}")
    add_executable(${target} ${ARG_SOURCES})
    set_target_properties(${target} PROPERTIES AUTOMOC ON)
    list(TRANSFORM ARG_USES PREPEND kosh_ OUTPUT_VARIABLE links)
    foreach(package IN LISTS ARG_PACKAGES)
        list(APPEND links ${KOSH_TARGET_${package}})
    endforeach()
    target_link_libraries(${target} PRIVATE ${links} Qt6::Test kosh_options)
    target_include_directories(${target} PRIVATE .)
    string(REGEX MATCH "^[a-z]+" kind "${name}")
    add_test(NAME ${name} COMMAND ${target})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${kind};${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
    if(ARG_ENVIRONMENT)
        set_tests_properties(${name} PROPERTIES ENVIRONMENT "${ARG_ENVIRONMENT}")
    endif()
endfunction()

# Adds the named sub-folders; KOSH_ONLY (a list such as "core/base;core/json") narrows a build while working.
function(kosh_add_subdirectories)
    foreach(folder IN LISTS ARGN)
        cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE here)
        if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt" AND
           (NOT KOSH_ONLY OR here STREQUAL "." OR "${here}/${folder}" IN_LIST KOSH_ONLY))
            add_subdirectory(${folder})
        endif()
    endforeach()
endfunction()

# A program in <build>/<folder of its list file>, with its version compiled in.
function(kosh_add_program name)
    cmake_parse_arguments(ARG "" "" "SOURCES;USES;PACKAGES" ${ARGN})
    _kosh_check_edges(${name} app USES ${ARG_USES} PACKAGES ${ARG_PACKAGES})
    add_executable(${name} ${ARG_SOURCES})
    list(TRANSFORM ARG_USES PREPEND kosh_ OUTPUT_VARIABLE links)
    foreach(package IN LISTS ARG_PACKAGES)
        list(APPEND links ${KOSH_TARGET_${package}})
    endforeach()
    target_link_libraries(${name} PRIVATE ${links} kosh_options)
    target_compile_definitions(${name} PRIVATE KOSH_VERSION="${PROJECT_VERSION}")
endfunction()
