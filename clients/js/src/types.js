/** Of which type a value of JSON is. */
export const isText = (value) => typeof value === "string";
export const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
/** A number without a fraction, however it was written. */
export const isWhole = (value) => Number.isSafeInteger(value);
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
export const isTexts = (value) => Array.isArray(value) && value.every(isText);
