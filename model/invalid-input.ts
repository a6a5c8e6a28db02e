/** The caller's mistake: found, allowed, fix. HTTP entries answer 400 with it, CLIs print it without a stack. */
export class InvalidInput extends Error {
  override name = "InvalidInput";
}
