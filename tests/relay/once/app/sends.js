// Sends messages while connections drop, and reports what the caller was told of each. The same in every browser and
// runtime.

/**
 * Sends so many messages.
 *
 * @param {object} what
 * @param {object} what.options the client's
 * @param {string} what.front the front's origin
 * @param {string} what.instanceId who sends
 * @param {string} what.words what the messages start with
 * @param {number} what.runs how many
 * @param {"nothing" | "outcome" | "drop" | "repetition"} what.waitsFor what has to come before the next one is sent. Where
 *   that is a drop, a message whose connection the front spared does not count
 * @param {number} [what.paceMs] how long it is from one to the next that waits for nothing
 */
export async function sendAll({ createClient }, { runs, waitsFor, paceMs = 0, ...what }) {
  const sendOne = (number) => send(createClient, { ...what, text: `${what.words} ${number}`, isPrepared: waitsFor !== "nothing" });
  if (waitsFor === "nothing") {
    const sendLater = (_, number) => pause(number * paceMs).then(() => sendOne(number)).then(({ outcome }) => outcome);
    return Promise.all(Array.from({ length: runs }, sendLater));
  }
  const outcomes = [];
  for (let number = 0; outcomes.length < runs; number += 1) {
    if (number > 2 * runs) throw new Error("connections are not kept alive");
    const { text, outcome } = await sendOne(number);
    if (waitsFor === "outcome") await outcome;
    else if (!(await isDropped(what.front, text, waitsFor === "repetition" ? 2 : 1))) continue;
    outcomes.push(outcome);
  }
  return Promise.all(outcomes);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Sends a message; where it is prepared, after another call, which leaves a connection that was used before. */
async function send(createClient, { options, front, instanceId, text, isPrepared }) {
  let calls = 0;
  const { accessToken, ...others } = options;
  // Every message has a client of its own: none uses up the retries of another.
  const client = await createClient({
    ...others,
    ...(accessToken && { accessToken: () => accessToken }),
    fetch(url, init) {
      calls += 1;
      // Browsers do this by themselves.
      const headers = typeof document === "undefined" ? { ...init.headers, origin: front } : init.headers;
      return fetch(url, { ...init, headers });
    },
  });
  const instance = client.instance(instanceId);
  if (isPrepared) await instance.status();
  calls = 0;
  const outcome = instance.sendText({ to: "+84 933 313 000", text }).then(
    ({ state, id }) => ({ text, state, id, calls }),
    ({ name, code, reason, delivery, message }) => ({ text, error: { name, code, reason, delivery, message }, calls }),
  );
  return { text, outcome };
}

/** Whether a message's connection was dropped, as soon as it came in so often. */
async function isDropped(front, text, arrivals) {
  const response = await fetch(`${front}/drops?${new URLSearchParams({ text, arrivals })}`);
  return response.json();
}
