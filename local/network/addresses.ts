/**
 * Simulated addresses. Clients have one /24 a place from the benchmarking range (RFC 2544: 198.18.0.0/15), because
 * DNS sees a client as a /24; servers have addresses from the documentation ranges (RFC 5737).
 */
import type { Place } from "../context";
import { cityPlaces } from "../data/cities";
import { edgePlaces } from "../data/edges";
import { regionPlaces } from "../data/regions";

const edgeOffset = 100;
const prefixes: [string, Place][] = [
  ...cityPlaces.map((place, index): [string, Place] => [`198.18.${index}`, place]),
  ...edgePlaces.map((place, index): [string, Place] => [`198.18.${edgeOffset + index}`, place]),
  ...regionPlaces.map((place, index): [string, Place] => [`198.19.${index}`, place]),
];
const placeByPrefix = new Map(prefixes);
const prefixByName = new Map(prefixes.map(([prefix, place]) => [place.name, prefix]));

/** The address of the clients at a place, or undefined for a place that is not in local/data. */
export function addressOf(place: Place): string | undefined {
  const prefix = prefixByName.get(place.name);
  return prefix === undefined ? undefined : `${prefix}.10`;
}

/** The place whose clients have an address in this one's /24. */
export function placeOfAddress(ip: string): Place | undefined {
  return placeByPrefix.get(ip.slice(0, ip.lastIndexOf(".")));
}

/** Addresses for servers: accelerators' from 192.0.2.0/24, Regions' from the other two documentation ranges, then 198.19.128.0/17. */
export class AddressPool {
  readonly #edge = hosts(["192.0.2"]);
  readonly #region = hosts([
    "198.51.100",
    "203.0.113",
    ...Array.from({ length: 128 }, (_, index) => `198.19.${128 + index}`),
  ]);

  /** Throws RangeError when there are none left. */
  next(kind: "edge" | "region"): string {
    const { value } = (kind === "edge" ? this.#edge : this.#region).next();
    if (!value) {
      throw new RangeError(`no simulated address left for another ${kind} server`);
    }
    return value;
  }
}

function* hosts(networks: string[]): Generator<string, undefined> {
  for (const network of networks) {
    for (let host = 1; host < 255; host++) {
      yield `${network}.${host}`;
    }
  }
  return undefined;
}
