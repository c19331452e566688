/** A real number without a fraction, such as 1.0, which a number of JavaScript does not tell from 1. */
export class Real {
  /** @param {number} value */
  constructor(value) {
    this.value = value;
  }
}
