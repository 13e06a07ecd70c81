// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

/// Boost.JSON 1.81 frees its arena with another size than it asked for.
extern "C" const char* __asan_default_options() {
    return "new_delete_type_mismatch=0:detect_stack_use_after_return=0";
}
