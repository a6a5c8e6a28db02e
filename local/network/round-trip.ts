/** How long a packet takes there and back: measured where somebody has measured, modelled elsewhere. local/data/README.md */
import type { Place } from "../context";
import { anycast, edgePlaces } from "../data/edges";
import { measuredRoundTrips } from "../data/round-trips";

const earthRadiusKm = 6371;
/** Light in fibre covers about two thirds of c: 200 km in a millisecond, so 100 km there and back. */
const kmPerRoundTripMs = 100;
/** Cables do not follow great circles. Fitted to the measured round trips; tests/local/network/round-trip.spec.ts shows the error. */
const pathStretch = 1.52;
/** Routers, and the hops inside both ends' networks. Fitted with the stretch. */
const fixedMs = 4;
/** Two machines in one place. */
const samePlaceMs = 1;

const measured = new Map(measuredRoundTrips.flatMap(([a, b, ms]) => [[`${a} ${b}`, ms] as const, [`${b} ${a}`, ms]]));

/** Great-circle distance in km (haversine formula). */
export function distanceKm(a: Place, b: Place): number {
  const half = (degrees: number) => Math.sin((degrees * Math.PI) / 360) ** 2;
  const cosine = (degrees: number) => Math.cos((degrees * Math.PI) / 180);
  const h = half(b.latitude - a.latitude) + cosine(a.latitude) * cosine(b.latitude) * half(b.longitude - a.longitude);
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Round trip in ms by distance alone. */
export function modelledRoundTripMs(a: Place, b: Place): number {
  return fixedMs + (distanceKm(a, b) / kmPerRoundTripMs) * pathStretch;
}

/** Round trip in ms between two places. `anycast` is as far as the edge nearest to the other. Symmetric. */
export function roundTripMs(a: Place, b: Place): number {
  if (a.name === b.name) {
    return samePlaceMs;
  }
  if (a.name === anycast.name) {
    return roundTripMs(b, nearestEdge(b));
  }
  if (b.name === anycast.name) {
    return roundTripMs(a, nearestEdge(a));
  }
  return measured.get(`${a.name} ${b.name}`) ?? modelledRoundTripMs(a, b);
}

/** The edge location that a client at `place` reaches: the nearest. AWS documents no finer rule. */
export function nearestEdge(place: Place): Place {
  const [first, ...others] = edgePlaces;
  if (!first) {
    throw new Error("local/data/edges.ts is empty");
  }
  return others.reduce((best, edge) => (distanceKm(place, edge) < distanceKm(place, best) ? edge : best), first);
}
