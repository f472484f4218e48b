// Reads what a WebAssembly file is made of: its sections, and its functions with their names.

const SECTIONS = [
  "custom", "types", "imports", "functions", "tables", "memory", "globals", "exports", "start", "elements", "code", "data",
  "data count", "tags",
];

/**
 * @param {Buffer} file
 * @returns {{ sections: { name: string, bytes: Buffer }[], functions: { name: string, size: number }[] }}
 */
export function readWasm(file) {
  const sections = [];
  const whole = new Reader(file, 8);
  while (!whole.isAtEnd) {
    const id = whole.byte();
    const bytes = whole.bytes(whole.number());
    sections.push({ name: id === 0 ? new Reader(bytes).text() : SECTIONS[id], bytes });
  }
  const find = (name) => sections.find((section) => section.name === name)?.bytes;
  const names = readNames(find("name"));
  const imported = countImportedFunctions(find("imports"));
  const sizes = readBodies(find("code"));
  const functions = sizes.map((size, place) => ({ name: names.get(imported + place) ?? "", size }));
  return { sections, functions };
}

function readBodies(code) {
  const reader = new Reader(code);
  return repeat(reader.number(), () => {
    const start = reader.at;
    reader.bytes(reader.number());
    return reader.at - start;
  });
}

function readNames(section) {
  const names = new Map();
  if (!section) return names;
  const reader = new Reader(section);
  reader.text();
  while (!reader.isAtEnd) {
    const kind = reader.byte();
    const part = new Reader(reader.bytes(reader.number()));
    // 1 is the names of functions.
    if (kind === 1) repeat(part.number(), () => names.set(part.number(), part.text()));
  }
  return names;
}

function countImportedFunctions(section) {
  if (!section) return 0;
  const reader = new Reader(section);
  return repeat(reader.number(), () => {
    reader.text();
    reader.text();
    return reader.importedKind();
  }).filter((kind) => kind === 0).length;
}

function repeat(count, read) {
  return Array.from({ length: count }, read);
}

/** Reads from the front of some bytes. */
class Reader {
  #bytes;

  constructor(bytes, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  get isAtEnd() {
    return this.at >= this.#bytes.length;
  }

  byte() {
    return this.#bytes[this.at++];
  }

  /** A number of seven bits a byte, the lowest first. */
  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  bytes(length) {
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  text() {
    return this.bytes(this.number()).toString("utf8");
  }

  /** What an import is: 0 is a function. The rest of its description is passed over. */
  importedKind() {
    const kind = this.byte();
    if (kind === 0) this.number();
    else if (kind === 3) this.bytes(2);
    else {
      if (kind === 1 || kind === 4) this.byte();
      const limits = kind === 4 ? 0 : this.byte();
      this.number();
      if (limits & 1) this.number();
    }
    return kind;
  }
}
