import { ServingError } from "../errors.js";

/** What a bundle holds in the place of a program is none that this version can run. */
export class ProgramError extends ServingError {
  constructor(message) {
    super("bad-program", `a text of the bundle cannot be rendered: ${message}`);
    this.name = "ProgramError";
  }
}

/** A text cannot be made of these values. Messages name types, never values, which may be somebody's. */
export class RenderError extends ServingError {
  constructor(message) {
    super("cannot-render", `the text cannot be rendered: ${message}`);
    this.name = "RenderError";
  }
}
