#include "digest.h"

static uint32_t crc_table[8][256];

static void crc_init(void) {
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t sum = i;
		for (int bit = 0; bit < 8; bit++)
			sum = sum & 1 ? 0xEDB88320u ^ (sum >> 1) : sum >> 1;
		crc_table[0][i] = sum;
	}
	for (int slice = 1; slice < 8; slice++)
		for (int i = 0; i < 256; i++)
			crc_table[slice][i] = crc_table[0][crc_table[slice - 1][i] & 255] ^ (crc_table[slice - 1][i] >> 8);
}

uint32_t digest_crc32(const uint8_t *data, size_t size) {
	if (crc_table[0][1] == 0)
		crc_init();
	uint32_t sum = ~0u;
	while (size-- > 0)
		sum = crc_table[0][(sum ^ *data++) & 255] ^ (sum >> 8);
	return ~sum;
}

uint64_t digest_fnv1a(const uint8_t *data, size_t size) {
	uint64_t hash = 14695981039346656037ull;
	while (size-- > 0)
		hash = (hash ^ *data++) * 1099511628211ull;
	return hash;
}

uint32_t digest_adler32(const uint8_t *data, size_t size) {
	uint32_t a = 1, b = 0;
	while (size-- > 0) {
		a = (a + *data++) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

static const uint32_t sha_constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
	0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
	0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
	0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
	0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
	0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t word, int count) { return word >> count | word << (32 - count); }

static void sha_block(uint32_t state[8], const uint8_t *block) {
	uint32_t words[64], next[8];
	for (int i = 0; i < 16; i++)
		words[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
	for (int i = 16; i < 64; i++) {
		uint32_t s0 = rotate(words[i - 15], 7) ^ rotate(words[i - 15], 18) ^ words[i - 15] >> 3;
		uint32_t s1 = rotate(words[i - 2], 17) ^ rotate(words[i - 2], 19) ^ words[i - 2] >> 10;
		words[i] = words[i - 16] + s0 + words[i - 7] + s1;
	}
	for (int i = 0; i < 8; i++)
		next[i] = state[i];
	for (int i = 0; i < 64; i++) {
		uint32_t s1 = rotate(next[4], 6) ^ rotate(next[4], 11) ^ rotate(next[4], 25);
		uint32_t choice = (next[4] & next[5]) ^ (~next[4] & next[6]);
		uint32_t t1 = next[7] + s1 + choice + sha_constants[i] + words[i];
		uint32_t s0 = rotate(next[0], 2) ^ rotate(next[0], 13) ^ rotate(next[0], 22);
		uint32_t t2 = s0 + ((next[0] & next[1]) ^ (next[0] & next[2]) ^ (next[1] & next[2]));
		for (int k = 7; k > 0; k--)
			next[k] = next[k - 1];
		next[4] += t1;
		next[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		state[i] += next[i];
}

void digest_sha256(const uint8_t *data, size_t size, uint8_t sum[32]) {
	uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
	uint8_t last[128] = {0};
	size_t done = 0;
	for (; size - done >= 64; done += 64)
		sha_block(state, data + done);
	size_t rest = size - done;
	for (size_t i = 0; i < rest; i++)
		last[i] = data[done + i];
	last[rest] = 0x80;
	size_t end = rest < 56 ? 64 : 128;
	for (int i = 0; i < 8; i++)
		last[end - 1 - i] = (uint64_t)size * 8 >> 8 * i;
	for (size_t i = 0; i < end; i += 64)
		sha_block(state, last + i);
	for (int i = 0; i < 32; i++)
		sum[i] = state[i / 4] >> (24 - 8 * (i % 4));
}
