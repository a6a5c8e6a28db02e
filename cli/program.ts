/** A program that takes nothing: asked for help it says what it would do, and does nothing. */
import { Command } from "commander";

export const program = (name: string, description: string, action: () => void | Promise<void>): Promise<Command> =>
  new Command(name).description(description).action(action).parseAsync();
