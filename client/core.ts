/** The client without `connect`: the smallest part that finds home and stays there. */
export { createHomeCore } from "./client";
export { HomeError, type HomeErrorCode, isHomeError } from "./errors";
export type * from "./types";
