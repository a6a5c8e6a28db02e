/** The client without `connect`: the smallest part that finds home and stays there. */
export { createHomeCore } from "./client";
export { HomeError, type HomeErrorCode, type HomeErrorDetails, isHomeError } from "./errors";
export { homeOrigin } from "./request";
export type * from "./types";
