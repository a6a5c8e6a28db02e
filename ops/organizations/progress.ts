import { count } from "../../cli/run";
import type { Progress } from "../../registry/import";

const verbs = { read: "read", compare: "compared with the registry", write: "written" } as const;

/** Shows how far an import is: one changing line on a terminal, elsewhere a line every five seconds. */
export class ProgressLine {
  last: Progress | undefined;
  #shownAt: number;
  #open = false;
  readonly #now: () => number;

  constructor(
    readonly stream: NodeJS.WriteStream = process.stderr,
    now: () => number = () => performance.now(),
  ) {
    this.#now = now;
    this.#shownAt = now();
  }

  readonly show = (progress: Progress) => {
    this.last = progress;
    const now = this.#now();
    if (now - this.#shownAt < (this.stream.isTTY ? 100 : 5000)) {
      return;
    }
    this.#shownAt = now;
    this.stream.write(this.stream.isTTY ? `\r\x1b[K${describe(progress)}` : `${describe(progress)}\n`);
    this.#open = this.stream.isTTY;
  };

  /** Removes the changing line, so that the answer stands alone. */
  end() {
    if (this.#open) {
      this.stream.write("\r\x1b[K");
    }
    this.#open = false;
  }
}

export const describe = ({ phase, done, total }: Progress) =>
  `${count(done)}${total === undefined ? "" : ` of ${count(total)}`} organizations ${verbs[phase]}`;
