/** A key that no other device will make: 128 bits at random. */
export function createIdempotencyKey(): string {
  const crypto = (globalThis as { crypto?: { getRandomValues?(bytes: Uint8Array): Uint8Array } }).crypto;
  // React Native has no `crypto` by default; there the key is as good as its Math.random.
  const bytes =
    crypto?.getRandomValues?.(new Uint8Array(16)) ?? Uint8Array.from({ length: 16 }, () => Math.random() * 256);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
