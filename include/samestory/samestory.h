// Everything of the library: #include <samestory/samestory.h>.
#pragma once

#include <samestory/article.h>
#include <samestory/cluster.h>
#include <samestory/error.h>
#include <samestory/model.h>
#include <samestory/options.h>
#include <samestory/result.h>
#include <samestory/sketch.h>
#include <samestory/version.h>
