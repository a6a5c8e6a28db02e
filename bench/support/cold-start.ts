/** What a new process does: load one bundle, answer one event, say how long both took. Arguments: bundle, event. */
const [bundle, event] = process.argv.slice(2) as [string, string];
const used = process.cpuUsage();
const started = performance.now();
const { handler } = require(bundle) as { handler: (event: unknown) => Promise<{ statusCode: number }> };
const loaded = performance.now();
const { user, system } = process.cpuUsage(used);
handler(JSON.parse(event)).then(({ statusCode }) => {
  const responded = performance.now();
  process.send?.(
    { load: loaded - started, first: responded - started, processor: (user + system) / 1000, statusCode },
    () => process.exit(0),
  );
});
