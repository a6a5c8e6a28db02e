import type { Rule } from "./rule";

/** A policy pack: its rules, without the server that serves them. */
export interface Pack {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly rules: readonly Rule[];
}
