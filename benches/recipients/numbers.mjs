// Phone numbers that exist, as people write them: each with what it stands for.

import examples from "libphonenumber-js/mobile/examples";
import { getExampleNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";

const COUNTRIES = ["AR", "BR", "DE", "ES", "FR", "GB", "ID", "IN", "IT", "MX", "NG", "PK", "TR", "US", "VN", "ZA"];

/** How a number can be written, with a country known that it belongs to. */
export const FORMS = {
  "+84912345678": ({ number }) => number,
  "+84 912 345 678": (number) => number.formatInternational(),
  "(+84) 912-345-678": (number) => {
    const [code, ...rest] = number.formatInternational().split(" ");
    return `(${code}) ${rest.join("-")}`;
  },
  "0084 912 345 678": (number) => number.formatInternational().replace("+", "00"),
  "tel:+84912345678": (number) => number.format("RFC3966"),
  "with invisible marks": (number) => `\u2066${number.formatInternational().replaceAll(" ", "\u00a0")}\u2069`,
  "0912 345 678": (number) => number.formatNational(),
  "0912345678": (number) => number.formatNational().replace(/\D/g, ""),
  "84912345678": ({ number }) => number.slice(1),
  "84912345678@s.whatsapp.net": ({ number }) => `${number.slice(1)}@s.whatsapp.net`,
};

/**
 * As many numbers as said, the same ones each time, in all forms alike.
 *
 * @returns {{ form: string, text: string, country: string, countryCode: string, digits: string }[]}
 */
export function makeNumbers(count) {
  const random = randomOf(0x5eed);
  const forms = Object.entries(FORMS);
  return Array.from({ length: count }, (_, place) => {
    const number = existing(COUNTRIES[Math.floor(random() * COUNTRIES.length)], random);
    const [form, write] = forms[place % forms.length];
    const { country, countryCallingCode: countryCode } = number;
    return { form, text: write(number), country, countryCode, digits: number.number.slice(1) };
  });
}

function existing(country, random) {
  const example = getExampleNumber(country, examples).number;
  for (;;) {
    const end = String(Math.floor(random() * 100_000)).padStart(5, "0");
    const number = parsePhoneNumberFromString(example.slice(0, -5) + end);
    if (number?.country === country && number.isValid()) return number;
  }
}

/** Random numbers that are the same each time (mulberry32). */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
