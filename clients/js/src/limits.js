/** How large and deep a document may be; sizes in bytes of the file as it is stored. */
export const MAX_TRUST = 256 * 1024;
export const MAX_POINTER = 64 * 1024;
export const MAX_KILL = 1024 * 1024;
export const MAX_STATEMENT = 4 * 1024 * 1024;
export const MAX_BUNDLE = 256 * 1024 * 1024;
export const MAX_STATE = 4 * 1024 * 1024;

/** Levels of lists and objects in a document of the store, and in a bundle. */
export const MAX_DEPTH = 64;
export const MAX_BUNDLE_DEPTH = 128;
/** Commas and opening brackets in a document, also within texts. */
export const MAX_VALUES = 4 * 1024 * 1024;

export const MAX_KEYS = 64;
export const MAX_SIGNATURES = 8;

/** How far two honest clocks may lie apart, in milliseconds. */
export const CLOCK_TOLERANCE = 5 * 60 * 1000;
