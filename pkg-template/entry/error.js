/** @typedef {import("../index.js").WawpErrorCode} WawpErrorCode */
/** @typedef {import("../index.js").Delivery} Delivery */

/**
 * What an error is made of: the fields of {@link WawpError} and its message. The binding fills it.
 *
 * @typedef {{
 *   message: string, code: WawpErrorCode, delivery: Delivery, retryable: boolean, attempts: number, reason?: string,
 *   endpoint?: string, path?: string, status?: number, retryAfterMs?: number, body?: string,
 * }} Fields
 */

/** Every failure of this package. */
export class WawpError extends Error {
  /**
   * @param {Fields} fields
   * @param {unknown} [cause]
   */
  constructor({ message, ...fields }, cause) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, fields);
  }

  // A getter, so that the stack says it too: V8 writes the stack before any field is set.
  /** @override */
  get name() {
    return /** @type {const} */ ("WawpError");
  }
}

/**
 * Whether `error` is a WawpError, also one from another realm or another copy of this package.
 *
 * @param {unknown} error
 * @returns {error is import("../index.js").WawpError}
 */
export function isWawpError(error) {
  const { name, code } = /** @type {{ name?: unknown, code?: unknown }} */ (error ?? {});
  return error instanceof WawpError || (name === "WawpError" && typeof code === "string");
}
