/** `npm run policy`: every stack under every pack. No CLI of Pulumi, no AWS credentials. */
import { policy } from "./command";

policy(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
