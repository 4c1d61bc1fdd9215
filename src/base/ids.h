// Strong integer types, so that an article cannot be passed where a group is meant.
#pragma once

#include <cstddef>
#include <cstdint>

namespace samestory {

// Place of an article in canonical order: publication time (absent last), then id. Every pass after reading uses it.
enum class ArticleId : std::uint32_t {};

// Dense number of a copy group, in canonical order of its canonical. Story passes see one text a group.
enum class GroupId : std::uint32_t {};

constexpr std::size_t index(ArticleId id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(GroupId id) { return static_cast<std::size_t>(id); }
constexpr ArticleId article_id(std::size_t i) { return static_cast<ArticleId>(static_cast<std::uint32_t>(i)); }
constexpr GroupId group_id(std::size_t i) { return static_cast<GroupId>(static_cast<std::uint32_t>(i)); }

}  // namespace samestory
