#ifndef DIGEST_H
#define DIGEST_H

#include <stddef.h>
#include <stdint.h>

uint32_t digest_crc32(const uint8_t *data, size_t size);
uint64_t digest_fnv1a(const uint8_t *data, size_t size);

/* Nothing calls these: `gc-sections` leaves them out. */
uint32_t digest_adler32(const uint8_t *data, size_t size);
void digest_sha256(const uint8_t *data, size_t size, uint8_t sum[32]);

#endif
