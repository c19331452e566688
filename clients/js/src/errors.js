/** Something that an application asked for cannot be had; `code` is a constant. */
export class ServingError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.name = "ServingError";
    this.code = code;
  }
}
