// What an action says when it fails.
#pragma once

#include <samestory/error.h>

#include <string>

namespace samestory {

template <class Body>
std::string message_of(const Body& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace samestory
