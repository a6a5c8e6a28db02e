/** Which tests judge a mutant, and when: those of tests/FOLDER/path/file mirror FOLDER/path/file. */
import { basename, dirname, join, relative } from "node:path";

/**
 * How near a test is to a mutant of the file `mutated`: 0 in a file that begins with its file's name, or with that name in
 * its title (a rule's: of several words); 1 in the folder that mirrors its own; 2 elsewhere. Those in a file of `slow`: 2,
 * and nothing where they mirror another folder, which has not the file's name either. All paths are absolute.
 */
export function nearness(root: string, mutated: string, slow: ReadonlySet<string>) {
  const path = relative(root, mutated);
  const name = basename(path).replace(/\.tsx?$/, "");
  const mirror = join(root, "tests", dirname(path));
  return (file: string, title: string): 0 | 1 | 2 | undefined => {
    if (slow.has(file)) {
      return `${mirror}/${name}/`.startsWith(`${dirname(file)}/`) ? 2 : undefined;
    }
    const near = dirname(file) === mirror;
    if (near && basename(file).startsWith(name)) {
      return 0;
    }
    if (name.includes("-") && title.includes(name)) {
      return 0;
    }
    return near ? 1 : 2;
  };
}
