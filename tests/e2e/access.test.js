// The demo without a mouse, on a small screen, in both colour schemes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, PHONE, useDemo } from "./demo.js";

const demo = useDemo();

/** Whom the keyboard is at, and whether a person can see that. */
function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (element === document.body) return { name: "the page's end", outlined: true };
    const name =
      element.labels?.[0]?.textContent.trim() ?? element.getAttribute("aria-label") ?? element.textContent.trim();
    const drawn = [element, element.nextElementSibling, element.closest("label")].filter(Boolean);
    const outlined = drawn.some((each) => getComputedStyle(each).outlineStyle !== "none");
    return { name: name.replace(/\s+/g, " "), outlined };
  });
}

/** Presses Tab until the focus is where the name says. */
async function tabTo(page, name) {
  const passed = [];
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    const { name: at, outlined } = await focused(page);
    assert.ok(outlined, `the focus is not to be seen at “${at}”`);
    if (at.startsWith(name)) return;
    passed.push(at);
  }
  assert.fail(`“${name}” is not among ${passed.join(", ")}`);
}

test("everything works from the keyboard", async () => {
  const person = await demo.open();
  const { page } = person;
  const { keyboard } = page;
  await tabTo(page, "Connect");
  await keyboard.press("Enter");
  await person.field("Session name").waitFor();
  // The focus went on to the next field by itself.
  assert.match((await focused(page)).name, /^Session name/);
  await keyboard.press("Enter");
  await person.code().waitFor();
  await tabTo(page, "Scan with the sandbox’s phone");
  const scanned = page.waitForResponse(/\/scan$/);
  await keyboard.press("Space");
  await scanned;
  await person.untilLinked();
  // The button is gone: the focus is at the step that follows.
  assert.equal((await focused(page)).name, "Send");

  await tabTo(page, "A person");
  await keyboard.press("ArrowRight");
  await page.getByText(/^The groups that the gateway knows/).waitFor();
  await tabTo(page, "Group");
  await tabTo(page, "Message");
  await keyboard.type("By hand.");
  await tabTo(page, "Send");
  await keyboard.press("Enter");
  await person.heading(/^Sent to/).waitFor();
  assert.deepEqual(
    (await person.received()).map(({ text, group, count }) => [text, group, count]),
    [["By hand.", true, 1]],
  );
});

test("everything has a name", async () => {
  const person = await demo.open();
  await person.link();
  for (const kind of ["Text", "Media"]) {
    await person.page.getByRole("radio", { name: kind }).check();
    const nameless = await person.page.evaluate(() =>
      [...document.querySelectorAll("input, select, textarea, button, a, img, section, aside, ol.entries")]
        .filter((element) => element.checkVisibility())
        .filter((element) => {
          const labelled = element.getAttribute("aria-labelledby");
          const text = labelled
            ? document.getElementById(labelled)?.textContent
            : (element.getAttribute("aria-label") ?? element.alt);
          const label =
            element.labels?.[0]?.textContent ?? (element.matches("button, a") ? element.textContent : undefined);
          return !(text || label?.trim() || element.alt === "");
        })
        .map((element) => element.outerHTML),
    );
    assert.deepEqual(nameless, []);
  }
  const ids = await person.page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length);
});

for (const [device, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`the page fits a ${device}`, async () => {
    const person = await demo.open({ viewport, allowed: /Failed to load resource/ });
    const { page } = person;
    const keep = async (name) => {
      const { clientWidth, scrollWidth } = await page.evaluate(() => {
        const { clientWidth, scrollWidth } = document.documentElement;
        return { clientWidth, scrollWidth };
      });
      assert.ok(scrollWidth <= clientWidth, `${name} is ${scrollWidth} wide on ${clientWidth}`);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await person.keepPicture(`${name}-${device}-${colorScheme}`);
      }
    };
    await keep("0-start");
    await person.choice("Sandbox, directly").check();
    await person.button("Connect").click();
    await person.mistake("Put the sandbox’s token into this page");
    await keep("1-connect");
    await person.connect();
    await person.createSession();
    await keep("2-link");
    await person.scan();
    await person.send({ text: "Your table is ready." });
    await person.heading(/^Sent to/).waitFor();
    await keep("3-sent");
    await person.field("Fault of the next send").selectOption("status_502_html");
    await person.send({ group: "Team (48 members)", media: "https://files.example/list.pdf", filename: "prices.pdf" });
    await page.getByText("What the package reported").click();
    await person.button("Ask again, never twice").waitFor();
    await keep("4-doubtful");
    await person.send({ media: "list.pdf" });
    await person.mistake("Media address");
    await keep("5-mistake");
    await person.button("Log out on the phone").click();
    await person.button("Create session").waitFor();
    await keep("6-logged-out");
    await person.useSession("6A0B1C2D3E4F5");
    await person.heading("Not yours").waitFor();
    await keep("7-not-yours");
  });
}
