// @ts-check
/** A moment by the wall clock, which goes on while a machine sleeps, and by the page's, which nobody can set back. */
export class Deadline {
  #at;
  #end;

  /** @param {number} at epoch milliseconds */
  constructor(at) {
    this.#at = at;
    this.#end = performance.now() + at - Date.now();
  }

  /** How many milliseconds are left. */
  left() {
    return Math.min(this.#at - Date.now(), this.#end - performance.now());
  }
}
