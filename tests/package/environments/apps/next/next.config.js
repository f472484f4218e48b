import { parse } from "node:path";

// Only because the tests link Next.js from another folder.
export default { turbopack: { root: parse(process.cwd()).root } };
