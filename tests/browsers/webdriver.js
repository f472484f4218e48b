// What the tests need of W3C WebDriver: a driver of its own for each browser that is opened.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** How long a driver may take for anything, in milliseconds. */
const PATIENCE_MS = 60_000;

/**
 * Starts a driver, and a browser by it.
 *
 * @param {{ program: string, words: (port: number) => string[], env?: Record<string, string>, capabilities?: object }} how
 */
export async function openBrowser({ program, words, env = {}, capabilities = {} }) {
  const port = await freePort();
  const driver = spawn(program, words(port), { env: { ...process.env, ...env }, stdio: "ignore" });
  const stop = async () => {
    if (driver.exitCode === null && driver.signalCode === null && driver.kill()) await once(driver, "exit");
  };
  try {
    const origin = `http://127.0.0.1:${port}`;
    await until(`${program} listens`, () => command(origin, "GET", "/status").then(() => true, () => false));
    const wish = { capabilities: { alwaysMatch: capabilities } };
    const { sessionId, capabilities: given } = await command(origin, "POST", "/session", wish);
    return new Browser(`${origin}/session/${sessionId}`, given.browserVersion, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A browser with one page. */
class Browser {
  #session;
  #stop;

  constructor(session, version, stop) {
    this.#session = session;
    this.version = version;
    this.#stop = stop;
  }

  go(url) {
    return command(this.#session, "POST", "/url", { url });
  }

  /** Sets the size of the window; the page in it is somewhat smaller. */
  async resize({ width, height }) {
    await command(this.#session, "POST", "/window/rect", { width, height });
    // Layout follows a frame later.
    await this.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
  }

  /** The value of an expression in the page. Promises are waited for. */
  async evaluate(expression) {
    const script = `const [done] = arguments;
      (async () => (${expression}))().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await command(this.#session, "POST", "/execute/async", { script, args: [] });
    if (error) throw new Error(`${expression}: ${error}`);
    return value;
  }

  /** Waits until an expression gives something, and gives it. */
  waitFor(expression) {
    return until(expression, () => this.evaluate(expression));
  }

  /** What the window shows of the page, as a PNG. */
  async screenshot() {
    return Buffer.from(await command(this.#session, "GET", "/screenshot"), "base64");
  }

  async close() {
    try {
      await command(this.#session, "DELETE", "");
    } finally {
      await this.#stop();
    }
  }
}

async function command(origin, method, path, parameters) {
  const response = await fetch(origin + path, {
    method,
    headers: { "content-type": "application/json" },
    body: parameters && JSON.stringify(parameters),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
  return value;
}

async function until(what, attempt) {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const result = await attempt();
    if (result) return result;
    await pause(50);
  }
  throw new Error(`in vain for ${PATIENCE_MS} ms: ${what}`);
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
