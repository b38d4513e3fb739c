/** How joins are put into words, and a quote cut to what is worth reading in a list. */
import type { EventView } from "./api";
import type { HappeningRow } from "./across";
import { utf16Offsets } from "./offsets";
import { days } from "./words";

export const plural = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;

/** "3 origins / 11 reports": the summary of the tree. */
export function origins(row: HappeningRow): string {
  return `${plural(row.asserting.origins, "origin")} / ${plural(row.reports, "report")}`;
}

/** The days of a happening, and whether the tellings agree on them. */
export function happened(row: HappeningRow): string {
  const told = days(row.earliest, row.latest);
  if (!told) return "no known day";
  return row.basis === "reported by then" ? `by ${days(row.latest, row.latest)}` : told;
}

export const BASIS: { [basis: string]: string } = {
  told: "the days that all tellings allow",
  "told differently": "the tellings give different days",
  "reported by then": "no telling gives a day; it was reported by then",
  unknown: "no telling gives a day",
};

export interface Quote {
  before: string;
  word: string;
  after: string;
}

/** The sentence of an event around the word that tells it, cut between words where it is long. */
export function quoted(event: Pick<EventView, "sentence" | "trigger">, most = 170): Quote {
  return around(event.sentence, event.trigger, most);
}

/** A stretch of a text around another one inside it; offsets are code points, as the record's are. */
export function around(
  sentence: { start: number; end: number; quote: string },
  inside: { start: number; end: number; quote: string },
  most = 170,
): Quote {
  const unit = utf16Offsets(sentence.quote);
  const [a, b] = [unit(inside.start - sentence.start), unit(inside.end - sentence.start)];
  if (inside.start < sentence.start || inside.end > sentence.end) return { before: "", word: inside.quote, after: "" };
  const flat = (words: string) => words.replace(/\s+/g, " ");
  const before = [...flat(sentence.quote.slice(0, a))];
  const after = [...flat(sentence.quote.slice(b))];
  return {
    before: (before.length > most ? "… " + before.slice(-most).join("").replace(/^\S*\s/u, "") : before.join("")).trimStart(),
    word: flat(sentence.quote.slice(a, b)),
    after: (after.length > most ? after.slice(0, most).join("").replace(/\s\S*$/u, "") + " …" : after.join("")).trimEnd(),
  };
}
