# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Kosh contributors
# Configures the fixture project once for each edge: a permitted one must work, a forbidden one must
# stop the configure step with a message that names it.
function(expect edge message)
    set(build "${WORK}/${edge}")
    file(REMOVE_RECURSE "${build}")
    execute_process(COMMAND "${CMAKE_COMMAND}" -G Ninja
        -S "${CMAKE_CURRENT_LIST_DIR}/forbidden_dependency" -B "${build}" -DEDGE=${edge}
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
    string(REGEX REPLACE "[ \n]+" " " errors "${errors}")
    if(message STREQUAL "")
        if(NOT result EQUAL 0)
            message(FATAL_ERROR "lint.layers: '${edge}' should configure, but: ${errors}")
        endif()
    elseif(result EQUAL 0)
        message(FATAL_ERROR "lint.layers: '${edge}' should not configure, but did")
    elseif(NOT errors MATCHES "${message}")
        message(FATAL_ERROR "lint.layers: '${edge}' should say '${message}', not: ${errors}")
    endif()
    message(STATUS "lint.layers: ${edge}: as it should be")
endfunction()

expect(service_to_api "")
expect(service_to_service "forbidden dependency: 'pricing' \\(layer services\\) uses 'ledger'")
expect(core_to_service "forbidden dependency: 'clock' \\(layer core\\) uses 'ledger'")
expect(service_to_sqlite "forbidden package: 'pricing'")
expect(core_to_sqlite "forbidden package: only store may use 'sqlcipher'")
expect(unknown_module "uses 'nowhere', which no module declared")
