// The languages: which one, which direction, what an application adds, and that no file lacks a text.

import assert from "node:assert/strict";
import { test } from "node:test";
import en from "../../pkg-template/entry/login/locales/en.js";
import { duration, findMessages } from "../../pkg-template/entry/login/messages.js";
import { useElement } from "./login.js";

const element = useElement();
const LOCALES = ["ar", "es", "pt"];
const MENU = { en: "Linked devices", ar: "الأجهزة المرتبطة", es: "Dispositivos vinculados", pt: "Aparelhos conectados" };
const gaps = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

for (const lang of LOCALES) {
  test(`${lang} has every text, with the same gaps`, async () => {
    const { default: messages } = await import(`../../pkg-template/entry/login/locales/${lang}.js`);
    assert.deepEqual(Object.keys(messages), Object.keys(en));
    for (const [name, text] of Object.entries(messages)) {
      assert.deepEqual(gaps(text), gaps(en[name]), name);
      assert.equal(text.split("*").length, en[name].split("*").length, name);
      assert.ok(text.trim(), name);
    }
  });
}

for (const [lang, menu] of Object.entries(MENU)) {
  test(`${lang} on the page, in its direction, in WhatsApp's words`, async () => {
    const screen = await element.open({ attributes: { lang } });
    await screen.show();
    assert.equal(await screen.element.locator("strong", { hasText: menu }).count(), 1);
    const card = screen.element.locator("section");
    assert.deepEqual(
      [await card.getAttribute("lang"), await card.getAttribute("dir")],
      [lang, lang === "ar" ? "rtl" : "ltr"],
    );
    const files = screen.requests.flatMap((url) => url.match(/locales\/(\w+)\.js/)?.[1] ?? []);
    assert.deepEqual(files, lang === "en" ? ["en"] : ["en", lang], "no file is loaded but those used");
  });
}

test("in Arabic the code stands on the right, numbers keep their direction", async () => {
  const screen = await element.open({ attributes: { lang: "ar" } });
  await screen.show();
  const [code, title] = [await screen.code.boundingBox(), await screen.title.boundingBox()];
  assert.ok(code.x > title.x);
  await screen.tell({ state: "connected", phone: "84933313000" });
  assert.equal(await screen.element.locator("bdi").evaluate((bdi) => getComputedStyle(bdi).direction), "ltr");
});

test("the nearest language of the page counts, and a region is a detail", async () => {
  const screen = await element.open({ withClient: false });
  const place = (lang) =>
    screen.page.evaluate((lang) => {
      const place = document.getElementById("place");
      place.lang = lang;
      login.remove();
      place.append(login);
    }, lang);
  for (const [lang, seen] of [["es-MX", "es-mx"], ["pt_BR", "pt-br"], ["fr", "en"], ["", "en"], ["x", "en"]]) {
    await place(lang);
    await screen.element.locator(`section[lang="${seen}"]`).waitFor();
  }
});

test("texts may be added and overridden, and what is missing is English", async () => {
  const screen = await element.open({ attributes: { lang: "he" } });
  await screen.page.evaluate(() => test.defineMessages("he", { direction: "rtl", title: "קישור WhatsApp" }));
  await screen.element.locator("section[dir=rtl]").waitFor();
  assert.equal(await screen.title.textContent(), "קישור WhatsApp");
  assert.equal(await screen.status(), en.starting);
  await screen.page.evaluate(() => test.defineMessages("en", { title: "Link our shop" }));
  await screen.page.evaluate(() => login.setAttribute("lang", "en-GB"));
  await screen.element.locator("section[dir=ltr]").waitFor();
  assert.equal(await screen.title.textContent(), "Link our shop");
});

test("a definition announces nothing that was announced", async () => {
  const screen = await element.open();
  await screen.show();
  await screen.said();
  await screen.page.evaluate(() => test.defineMessages("fi", { title: "Yhdistä" }));
  await screen.wait(10);
  assert.deepEqual(await screen.said(), []);
});

test("times as a person says them", () => {
  assert.equal(duration(300_000, "en"), "5 minutes");
  assert.equal(duration(59_001, "en"), "1 minute");
  assert.equal(duration(30_000, "pt"), "30 segundos");
  assert.equal(duration(-5, "es"), "0 segundos");
});

test("a server may import the element and ask for texts", async () => {
  const { defineMessages, WawpLoginElement } = await import("../../pkg-template/entry/login-element.js");
  assert.equal(typeof WawpLoginElement, "function");
  defineMessages("xx", { title: "Xx" });
  const { lang, messages } = await findMessages("xx");
  assert.deepEqual([lang, messages.title, messages.again], ["xx", "Xx", en.again]);
});
