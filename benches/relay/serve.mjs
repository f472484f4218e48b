// What each server of the load test does: it listens on a free port, and tells its parent how much it uses.

/**
 * @param {import("node:http").Server} server
 * @param {() => object} [more] what else is told
 */
export function serve(server, more = () => ({})) {
  server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send({ rss: process.memoryUsage.rss(), cpuMs: (user + system) / 1_000, ...more() });
  });
  // It ends with its parent, by itself, so that a profile is written.
  process.on("disconnect", () => process.exit());
}
