export { WawpError, isWawpError } from "../error.js";
export { memoryClaims } from "./memory.js";
export { nodeHandler } from "./node.js";
export { redisClaims } from "./redis.js";
