// Where a call's time goes in Chromium: the functions that it is spent in, by sampling.

/**
 * @param {import("playwright-core").CDPSession} devtools
 * @param {() => Promise<{ calls: number }>} run what is profiled
 * @returns {Promise<[string, number][]>} microseconds per call by function, the most first
 */
export async function profile(devtools, run) {
  await devtools.send("Profiler.enable");
  await devtools.send("Profiler.setSamplingInterval", { interval: 100 });
  await devtools.send("Profiler.start");
  const { calls } = await run();
  const { profile } = await devtools.send("Profiler.stop");
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const spent = new Map();
  profile.samples.forEach((id, place) => {
    const name = names.get(id);
    spent.set(name, (spent.get(name) ?? 0) + profile.timeDeltas[place]);
  });
  return [...spent].map(([name, us]) => [name, us / calls]).toSorted(([, a], [, b]) => b - a);
}

function nameOf({ functionName, url, lineNumber }) {
  const file = url.split("/").at(-1);
  return `${functionName || "(anonymous)"}${file ? ` ${file}:${lineNumber + 1}` : ""}`;
}
