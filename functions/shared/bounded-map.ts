/**
 * A Map that never holds more than `limit` entries: setting one more drops the one that was set longest ago.
 * Copies are set again whenever they are refreshed, so what is in use stays, and a hit costs one look-up.
 */
export class BoundedMap<K, V> {
  readonly #map = new Map<K, V>();
  // One iterator for good: whatever it has passed is gone, so its next key is the oldest. A new one each time would walk
  // over the places of all deleted keys first.
  readonly #oldest = this.#map.keys();

  constructor(readonly limit: number) {
    if (!(limit >= 1)) {
      throw new RangeError(`a bounded map needs room for at least one entry, not ${limit}`);
    }
  }

  get size(): number {
    return this.#map.size;
  }

  get(key: K): V | undefined {
    return this.#map.get(key);
  }

  set(key: K, value: V): void {
    this.#map.delete(key);
    this.#map.set(key, value);
    // Never at its end: more than one key is left, and the newest comes last.
    if (this.#map.size > this.limit) {
      this.#map.delete(this.#oldest.next().value as K);
    }
  }

  delete(key: K): void {
    this.#map.delete(key);
  }
}
