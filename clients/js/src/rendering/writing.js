/** How values are written into a text: as Python's `str` and `json.dumps` write them, which templates rely on. */
import { checkText, entriesOf, isList, isMapping, isNumber, isReal, isText, numberOf, orderTexts, Tuple, UNDEFINED, wrongType } from "./values.js";

const UNPRINTABLE = /[\p{C}\p{Z}]/u;
const ESCAPES = new Map([["\\", "\\\\"], ["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"]]);
const JSON_ESCAPES = new Map([...ESCAPES, ['"', '\\"'], ["\b", "\\b"], ["\f", "\\f"]]);
const MARKUP = /[<>&']/;

export function textOf(value) {
  if (isText(value)) return value;
  return value === UNDEFINED ? "" : written(value);
}

function written(value) {
  if (value === UNDEFINED) return "Undefined";
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (isNumber(value)) return writtenNumber(value);
  if (isText(value)) return quoted(value);
  if (isList(value)) return writtenList(value);
  if (!isMapping(value)) throw wrongType(value, "cannot be written");
  return `{${entriesOf(value).map(([key, each]) => `${quoted(key)}: ${written(each)}`).join(", ")}}`;
}

function writtenList(value) {
  const inside = Array.from(value, written).join(", ");
  if (!(value instanceof Tuple)) return `[${inside}]`;
  return value.length === 1 ? `(${inside},)` : `(${inside})`;
}

/** Write the shortest digits that name the number; with an exponent where it is below -4 or above 15. */
function writtenNumber(value) {
  if (!isReal(value)) return String(value);
  const number = numberOf(value);
  if (!Number.isFinite(number)) return Number.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
  const sign = number < 0 || Object.is(number, -0) ? "-" : "";
  const [mantissa, power] = Math.abs(number).toExponential().split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${sign}${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const digits = mantissa.replace(".", "");
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

function quoted(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const letters = Array.from(text, (letter) => {
    if (letter === quote) return `\\${letter}`;
    return ESCAPES.get(letter) ?? (letter !== " " && UNPRINTABLE.test(letter) ? hexadecimal(letter) : letter);
  });
  return quote + letters.join("") + quote;
}

function hexadecimal(letter) {
  const code = letter.codePointAt(0);
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** Write a value as JSON, in ASCII, with sorted keys, and nothing that means something in HTML. */
export function jsonOf(value, indent) {
  const text = json(value, indent === null ? null : " ".repeat(indent), "\n");
  checkText(text.length);
  return text;
}

function json(value, indent, line) {
  if (value === null || typeof value === "boolean") return String(value);
  if (isText(value)) return jsonText(value);
  if (isNumber(value)) return jsonNumber(value);
  const inner = indent === null ? "" : line + indent;
  const separator = indent === null ? ", " : `,${inner}`;
  const around = ([open, close], parts) =>
    parts.length === 0 ? open + close : `${open}${inner}${parts.join(separator)}${indent === null ? "" : line}${close}`;
  if (isList(value)) return around("[]", Array.from(value, (each) => json(each, indent, inner)));
  if (!isMapping(value)) throw wrongType(value, "is none of JSON");
  const sorted = entriesOf(value).sort(([left], [right]) => orderTexts(left, right));
  return around("{}", sorted.map(([key, each]) => `${jsonText(key)}: ${json(each, indent, inner)}`));
}

function jsonNumber(value) {
  const text = writtenNumber(value);
  return { nan: "NaN", inf: "Infinity", "-inf": "-Infinity" }[text] ?? text;
}

function jsonText(text) {
  let found = "";
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index];
    const plain = letter >= " " && letter <= "~" && !MARKUP.test(letter);
    found += JSON_ESCAPES.get(letter) ?? (plain ? letter : `\\u${text.charCodeAt(index).toString(16).padStart(4, "0")}`);
  }
  return `"${found}"`;
}
