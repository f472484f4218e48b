// @ts-check
/**
 * The texts: English is built in, the others are loaded when used, and an application may add or override any.
 *
 * @import { LoginMessages } from "../../login-element.js"
 */
import en from "./locales/en.js";

/** @type {Readonly<Record<string, () => Promise<{ default: LoginMessages }>>>} */
const LOCALES = {
  ar: () => import("./locales/ar.js"),
  es: () => import("./locales/es.js"),
  pt: () => import("./locales/pt.js"),
};

/** @type {Map<string, Partial<LoginMessages>>} */
const defined = new Map();
/** @type {Set<() => void>} */
const listeners = new Set();

/**
 * @param {string} lang
 * @param {Partial<LoginMessages>} messages
 */
export function defineMessages(lang, messages) {
  const tag = lang.toLowerCase();
  defined.set(tag, { ...defined.get(tag), ...messages });
  for (const changed of listeners) changed();
}

/**
 * Calls back whenever texts are defined.
 *
 * @param {() => void} changed
 * @returns {() => void} ends it
 */
export function watchMessages(changed) {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/**
 * The texts of a language, and which language they are in: English, where nobody has this one.
 *
 * @param {string} lang
 * @returns {Promise<{ lang: string, messages: LoginMessages }>}
 */
export async function findMessages(lang) {
  const whole = lang.replace("_", "-").toLowerCase();
  const [base = ""] = whole.split("-");
  const locale = LOCALES[base];
  // A file that can't be had must not keep anybody from linking a phone.
  const loaded = await locale?.().then(
    (file) => file.default,
    () => undefined,
  );
  const isKnown = loaded ?? defined.get(whole) ?? defined.get(base);
  return {
    lang: !isKnown ? "en" : isLocale(whole) ? whole : base,
    messages: { ...en, ...defined.get("en"), ...loaded, ...defined.get(base), ...defined.get(whole) },
  };
}

/** @param {string} lang */
function isLocale(lang) {
  try {
    return Intl.getCanonicalLocales(lang).length > 0;
  } catch {
    return false;
  }
}

/**
 * A text with its gaps filled.
 *
 * @param {string} text
 * @param {Readonly<Record<string, string>>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}

/**
 * A time as a person says it: in seconds below a minute, else in minutes.
 *
 * @param {number} ms
 * @param {string} lang
 */
export function duration(ms, lang) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const [amount, unit] = seconds < 60 ? [seconds, "second"] : [Math.round(seconds / 60), "minute"];
  return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}
