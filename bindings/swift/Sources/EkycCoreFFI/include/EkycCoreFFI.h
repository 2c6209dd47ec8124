// The C interface of the Rust core, `bindings/swift/native`. A call is one crossing each way, each with one run of bytes in UniFFI's wire form.
// Bytes are lent for the time of a crossing: neither side frees what the other made.

#pragma once

#include <stddef.h>
#include <stdint.h>

/// Takes bytes that are lent to it.
typedef void (*EkycTake)(void *context, const uint8_t *bytes, size_t length);

/// Whom the core tells, on threads of its own.
typedef struct {
    /// A call has ended.
    void (*completed)(uint64_t call, const uint8_t *reply, size_t length);
    /// An event for an observer. NULL: it was the last one.
    void (*observed)(uint64_t observer, const uint8_t *event, size_t length);
    /// A provider is asked for keys, which it gives through the promise; on a thread that may wait. 0: it is asked no more.
    void (*fetch)(uint64_t provider, uint64_t promise);
} EkycHost;

void ekyc_set_host(EkycHost host);
void ekyc_build(void *context, EkycTake take);
void ekyc_call(uint32_t function, const uint8_t *arguments, size_t length, void *context, EkycTake take);
/// Begins an operation. `take` is called only if it could not begin.
void ekyc_start(
    uint64_t client, uint64_t call, uint32_t operation, const uint8_t *arguments, size_t length, void *context, EkycTake take);
void ekyc_cancel(uint64_t client, uint64_t call);
