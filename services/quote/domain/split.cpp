// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "split.h"

#include <algorithm>

namespace kosh::quote {

namespace {

constexpr std::size_t kShares = 20;
/// The best pairs are joined to fours; more rarely find better ones.
constexpr std::size_t kPairsForFours = 64;
/// From half a share down to about a thousandth of the amount.
constexpr std::uint64_t kFinestMove = 1280;
constexpr int kMovesPerSize = 16;

I256 plus(const I256& a, const I256& b) {
    return I256::fromRaw(a.raw + b.raw);
}

/// Below every value, also four times.
const I256 kImpossible = I256::fromRaw(U256() - U256::powerOfTwo(252));

/// Value by the number of shares.
using Curve = std::array<I256, kShares + 1>;

struct Best {
    I256 value = kImpossible;
    std::size_t second = 0;  // shares of the second one
};
/// `shares` of both together, at least one each.
Best join(const Curve& first, const Curve& second, std::size_t shares) {
    Best best;
    for (std::size_t s = 1; s < shares; ++s) {
        const I256 value = plus(first[shares - s], second[s]);
        if (value > best.value) best = {value, s};
    }
    return best;
}

struct Pair {
    std::size_t a, b;
    Curve curve;
};

class Splitter {
public:
    Splitter(std::span<const Path> candidates, const RouteRequest& request, RouteQuoter& quoter)
        : m_candidates(candidates), m_request(request), m_quoter(quoter) {}

    std::optional<std::vector<Share>> run() {
        makeCurves();
        joinPairs();
        if (m_request.maxRoutes >= 3) joinThrees();
        if (m_request.maxRoutes >= 4) joinFours();
        if (m_best.empty()) return std::nullopt;
        auto shares = sharesOf();
        if (!shares) return std::nullopt;
        refine(*shares);
        return shares;
    }

private:
    struct Member {
        std::size_t candidate;
        std::size_t shares;
    };

    U256 amountOf(std::size_t shares) const {
        return *mulDiv(m_request.amount, U256(shares), U256(kShares));
    }

    void makeCurves() {
        for (const auto& path : m_candidates) {
            Curve& curve = m_curves.emplace_back();
            for (std::size_t s = 1; s <= kShares; ++s) {
                const U256 amount = amountOf(s);
                const auto outcome = amount.isZero() ? std::nullopt : m_quoter.over(path, amount);
                curve[s] = outcome ? outcome->value : kImpossible;
            }
        }
        const std::size_t count = m_candidates.size();
        m_isApart.resize(count * count);
        for (std::size_t a = 0; a < count; ++a) {
            for (std::size_t b = 0; b < count; ++b) {
                m_isApart[a * count + b] = !m_candidates[a].sharesPoolWith(m_candidates[b]);
            }
        }
    }

    bool isApart(std::size_t a, std::size_t b) const {
        return m_isApart[a * m_candidates.size() + b] != 0;
    }

    void offer(const I256& value, std::initializer_list<Member> members) {
        if (value <= m_bestValue) return;
        m_bestValue = value;
        m_best = members;
    }

    void joinPairs() {
        for (std::size_t a = 0; a < m_curves.size(); ++a) {
            for (std::size_t b = a + 1; b < m_curves.size(); ++b) {
                if (!isApart(a, b)) continue;
                Pair& pair = m_pairs.emplace_back(Pair{a, b, {}});
                Best best;
                for (std::size_t s = 2; s <= kShares; ++s) {
                    best = join(m_curves[a], m_curves[b], s);
                    pair.curve[s] = best.value;
                }
                pair.curve[1] = kImpossible;
                offer(best.value, {{a, kShares - best.second}, {b, best.second}});
            }
        }
    }

    void joinThrees() {
        for (const auto& pair : m_pairs) {
            for (std::size_t c = pair.b + 1; c < m_curves.size(); ++c) {
                if (!isApart(pair.a, c) || !isApart(pair.b, c)) continue;
                const Best best = join(pair.curve, m_curves[c], kShares);
                if (best.value <= m_bestValue) continue;
                const std::size_t rest = kShares - best.second;
                const std::size_t b = join(m_curves[pair.a], m_curves[pair.b], rest).second;
                offer(best.value, {{pair.a, rest - b}, {pair.b, b}, {c, best.second}});
            }
        }
    }

    void joinFours() {
        const std::size_t count = std::min(kPairsForFours, m_pairs.size());
        std::ranges::partial_sort(m_pairs, m_pairs.begin() + static_cast<std::ptrdiff_t>(count),
                                  std::ranges::greater{},
                                  [](const Pair& pair) { return pair.curve[kShares]; });
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t j = i + 1; j < count; ++j) {
                const Pair &p = m_pairs[i], &q = m_pairs[j];
                if (!isApart(p.a, q.a) || !isApart(p.a, q.b) || !isApart(p.b, q.a) ||
                    !isApart(p.b, q.b)) {
                    continue;
                }
                const Best best = join(p.curve, q.curve, kShares);
                if (best.value <= m_bestValue) continue;
                const std::size_t rest = kShares - best.second;
                const std::size_t pb = join(m_curves[p.a], m_curves[p.b], rest).second;
                const std::size_t qb = join(m_curves[q.a], m_curves[q.b], best.second).second;
                offer(best.value,
                      {{p.a, rest - pb}, {p.b, pb}, {q.a, best.second - qb}, {q.b, qb}});
            }
        }
    }

    /// With what the division into shares left over.
    std::optional<std::vector<Share>> sharesOf() {
        std::vector<Share> shares;
        U256 left = m_request.amount;
        for (const auto& member : m_best) {
            const Path& path = m_candidates[member.candidate];
            const U256 amount = amountOf(member.shares);
            left -= amount;
            const auto outcome = m_quoter.over(path, amount);
            shares.push_back({&path, amount, outcome.value_or(Outcome{})});
        }
        if (left.isZero()) return shares;
        for (auto& share : shares) {
            const auto outcome = m_quoter.over(*share.path, share.amount + left);
            if (!outcome) continue;
            share = {share.path, share.amount + left, *outcome};
            return shares;
        }
        return std::nullopt;
    }

    void refine(std::vector<Share>& shares) {
        for (std::uint64_t part = 2 * kShares; part <= kFinestMove; part *= 2) {
            const U256 amount = m_request.amount / U256(part);
            if (amount.isZero()) return;
            for (int i = 0; i < kMovesPerSize && move(shares, amount); ++i) {
            }
        }
    }

    /// Makes the most useful move of that much from one route to another.
    bool move(std::vector<Share>& shares, const U256& amount) {
        std::array<std::optional<Outcome>, 4> less, more;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            if (shares[i].amount <= amount) continue;
            less[i] = m_quoter.over(*shares[i].path, shares[i].amount - amount);
        }
        for (std::size_t i = 0; i < shares.size(); ++i) {
            more[i] = m_quoter.over(*shares[i].path, shares[i].amount + amount);
        }
        I256 bestGain;
        std::size_t from = 0, to = 0;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            for (std::size_t j = 0; j < shares.size(); ++j) {
                if (i == j || !less[i] || !more[j]) continue;
                const U256 gain = less[i]->value.raw + more[j]->value.raw -
                                  shares[i].outcome.value.raw - shares[j].outcome.value.raw;
                if (I256::fromRaw(gain) <= bestGain) continue;
                bestGain = I256::fromRaw(gain);
                from = i;
                to = j;
            }
        }
        if (bestGain.isZero()) return false;
        shares[from] = {shares[from].path, shares[from].amount - amount, *less[from]};
        shares[to] = {shares[to].path, shares[to].amount + amount, *more[to]};
        return true;
    }

    std::span<const Path> m_candidates;
    const RouteRequest& m_request;
    RouteQuoter& m_quoter;
    std::vector<Curve> m_curves;
    std::vector<char> m_isApart;
    std::vector<Pair> m_pairs;
    I256 m_bestValue = kImpossible;
    std::vector<Member> m_best;
};

}  // namespace

std::optional<std::vector<Share>> splitOver(std::span<const Path> candidates,
                                            const RouteRequest& request, RouteQuoter& quoter) {
    return Splitter(candidates, request, quoter).run();
}

I256 valueOf(std::span<const Share> shares) {
    I256 sum;
    for (const auto& share : shares) sum = plus(sum, share.outcome.value);
    return sum;
}

}  // namespace kosh::quote
