// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/store/value.h>

#include <algorithm>
#include <type_traits>

namespace kosh::store {

namespace detail {

template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <typename T>
T fixedBlob(ByteView blob) {
    T value;
    KOSH_ASSERT(blob.size() == value.bytes.size());
    std::copy(blob.begin(), blob.end(), value.bytes.begin());
    return value;
}

}  // namespace detail

template <typename T>
T Row::get(int column) const {
    if constexpr (detail::IsOptional<T>::value) {
        if (isNull(column)) return std::nullopt;
        return get<typename T::value_type>(column);
    } else if constexpr (std::is_same_v<T, bool>) {
        return integer(column) != 0;
    } else if constexpr (std::is_integral_v<T>) {
        return static_cast<T>(integer(column));
    } else if constexpr (std::is_same_v<T, std::string>) {
        return std::string(text(column));
    } else if constexpr (std::is_same_v<T, Bytes>) {
        const ByteView view = blob(column);
        return Bytes(view.begin(), view.end());
    } else if constexpr (std::is_same_v<T, Timestamp>) {
        return Timestamp{integer(column)};
    } else if constexpr (std::is_same_v<T, U256>) {
        return u256FromWord(blob(column));
    } else if constexpr (std::is_same_v<T, I256>) {
        return i256FromWord(blob(column));
    } else {
        return detail::fixedBlob<T>(blob(column));
    }
}

}  // namespace kosh::store
