// The notation of a line: its words, and what stands before and after them.

const MARK = /\s*<!--\s*(speak|leave out|heading|bell|pause [^<>]*?)\s*-->\s*$/;
const DIRECTIVE = /^\[(?:as|section) /;
const HEADING = /^#{1,6}\s+/;
const ROLE = /\s+\[[^\[\]]*\]\s*$/;
const BRACKET = /^\[([a-z]+)\b[^\[\]]*\]\s+(?=\S)/;
const OTHER = /^\[([a-z]+)\b([^\[\]]*)\]$/;
const PAUSE = /^([[(]\s*(?:pause|silence)\b)([^\])]*)([\])])$/i;
const RANGE = /(\d+(?:\.\d+)?)(?:\s*[-–]\s*(\d+(?:\.\d+)?))?\s*(s|sec|secs|seconds?|m|min|minutes?)?\b/i;
const REFLECT = /(\b(?:reflect|time):?\s+)(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?(s|m)?/;
const LONGEST_S = 600;

// A text that Quietude wrote has its own notation; any other is read as a script of people.
export const isOwn = (text) => text.startsWith("---\nnotation: quietude\n");

// The parts of a line: before the words, the words, and after them.
export function partsOf(line, own) {
  const heading = line.match(HEADING)?.[0];
  if (heading) {
    const rest = line.slice(heading.length);
    const after = (own ? rest.match(ROLE) : rest.match(MARK))?.[0] || "";
    return { before: heading, words: rest.slice(0, rest.length - after.length), after };
  }
  const before = (own && line.match(BRACKET)?.[0]) || "";
  const after = (!own && line.match(MARK)?.[0]) || "";
  return { before, words: line.slice(before.length, line.length - after.length), after };
}

export const markOf = (line, own) => (own ? "" : line.match(MARK)?.[1] || "");
export const withoutMark = (line) => line.replace(MARK, "");
export const isDirective = (line) => DIRECTIVE.test(line);
export const isPause = (line) => PAUSE.test(line);

// The word that a line in brackets begins with, in our own notation; "" for any other line.
export const kindOf = (line, own) => (own && (line.match(BRACKET) || line.match(OTHER))?.[1]) || "";

const number = (seconds) => String(Math.round(seconds * 10) / 10);

// A length as it is written, with another ideal: a range keeps its proportion.
function scaled([, low, high, unit], seconds, ideal, own) {
  const write = (value) => number(Math.max(0.5, value));
  const named = own ? "s" : " seconds";
  if (high === undefined || !ideal) return `${write(seconds)}${named}`;
  const factor = seconds / ideal;
  const one = /^m/i.test(unit || "") ? 60 : 1;
  return `${write(low * one * factor)}-${write(high * one * factor)}${named}`;
}

// A line with a pause or a time to reflect, as long as is asked for; null if it has none.
export function withSeconds(line, wanted, ideal, own) {
  const seconds = Math.max(0.5, Math.min(LONGEST_S, wanted || 0.5));
  const trimmed = line.trim();
  const pause = trimmed.match(PAUSE);
  if (pause) {
    if (!own) return `[pause ${number(seconds)} seconds]`;
    const [, rest = ""] = pause[2].match(/(,.*)$/) || [];
    const range = pause[2].slice(0, pause[2].length - rest.length).match(RANGE);
    return `[pause ${range ? scaled(range, seconds, ideal, own) : `${number(seconds)}s`}${rest}]`;
  }
  if (!own || !REFLECT.test(trimmed)) return null;
  return trimmed.replace(REFLECT, (...found) => found[1] + scaled([found[0], ...found.slice(2, 5)], seconds, ideal, own));
}

export const hasSeconds = (line, own) => withSeconds(line, 1, 1, own) !== null;
