/** How joins are put into words, and a quote cut to what is worth reading in a list. */
import type { EventRow, EventView, ReportRow } from "./api";
import type { Dispute, HappeningRow, Side, Toll } from "./across";
import { listed } from "./claims";
import { utf16Offsets } from "./offsets";
import { days, figureWords, kindWord, STATUS_WORDS, titleOf } from "./words";

export const plural = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;

/** "3 origins / 11 reports": the summary of the tree. */
export function origins(row: HappeningRow): string {
  const asserted = row.asserting.origins > 0 ? plural(row.asserting.origins, "origin") : "not asserted";
  return `${asserted} / ${plural(row.reports, "report")}`;
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

// -- who and where

export const outletOf = (report: Pick<ReportRow, "publisher" | "title" | "name">): string =>
  report.publisher ?? titleOf(report);

/** Who says it: the innermost of the chain, else the outlet. */
export const who = (row: EventRow): string => row.event.chain.at(0)?.name ?? "the outlet itself";

export const at = (row: EventRow): string | null => row.report.published?.slice(0, 10) ?? null;

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

// -- disputes

const FIELDS: { [F in Dispute["field"]]: string } = {
  status: "Whether it happened is",
  figures: "The figure is",
  time: "The day is",
  place: "The place is",
  actor: "Who did it is",
};
const WHATS: { [what: string]: string } = {
  killed: "Killed",
  injured: "Injured",
  casualties: "Casualties",
  missing: "Missing",
  displaced: "Displaced",
  arrested: "Arrested",
  crowd: "People in the crowd",
  damage: "Damage",
  money: "Money",
};
export const whatWord = (what: string): string => WHATS[what] ?? what;

const SHORT: { [F in Dispute["field"]]: string } = { status: "whether", figures: "figure", time: "day", place: "place", actor: "who" };

/** "killed", "day", "who": what a dispute is about, in a list. */
export const fieldWord = (dispute: Pick<Dispute, "field" | "what">): string => dispute.what ?? SHORT[dispute.field];
/** The same as the beginning of a heading. */
export const fieldLead = (dispute: Pick<Dispute, "field" | "what">): string =>
  dispute.what ? `The number of ${dispute.what} is` : FIELDS[dispute.field];

export const disputedWord = (name: string): string => SHORT[name as Dispute["field"]] ?? name;

export const named = (event: Pick<EventView, "parties">, role: string): string =>
  listed(event.parties.filter((p) => p.role === role).map((p) => p.name));

/** A side's value as its reports write it. */
export function sideWords(dispute: Dispute, side: Side): string {
  const row = side.events[0];
  if (!row) return side.value;
  if (dispute.field === "status") return STATUS_WORDS[row.event.status].word;
  if (dispute.field === "place") return row.event.place?.name ?? side.value;
  if (dispute.field === "actor") return named(row.event, "actor") || side.value;
  if (dispute.field === "time") return days(row.event.time?.earliest ?? null, (row.event.until ?? row.event.time)?.latest ?? null) ?? side.value;
  return side.value;
}

/** Which field of the event's form the value stands in, and so which characters are shown. */
export function fieldOf(row: EventRow, dispute: Dispute, side: Side): string {
  if (dispute.field === "status") return "status";
  if (dispute.field === "time" || dispute.field === "place") return dispute.field;
  if (dispute.field === "actor") return "actor.0";
  return `figure.${figureOf(row, dispute, side)}`;
}

function figureOf(row: EventRow, dispute: Dispute, side: Side): number {
  const figures = row.event.figures;
  const told = (f: (typeof figures)[number]) => f.what === dispute.what;
  const exact = figures.findIndex((f) => told(f) && number(f.low, f.high, f.unit) === side.value);
  return Math.max(0, exact >= 0 ? exact : figures.findIndex(told));
}

/** The sentence with the characters of the value in it, where they stand there; else with the word that tells it. */
export function evidenceOf(row: EventRow, dispute: Dispute, side: Side): Quote {
  const event = row.event;
  const span =
    dispute.field === "figures" ? event.figures[figureOf(row, dispute, side)]?.span : dispute.field === "time" ? event.time?.span : undefined;
  const inside = span && span.start >= event.sentence.start && span.end <= event.sentence.end;
  return around(event.sentence, inside ? span : event.trigger, 80);
}

// -- figures

const count = (n: number) => n.toLocaleString("en-GB", { maximumFractionDigits: 10 });

function number(low: number | null, high: number | null, unit: string | null): string {
  const told =
    low === null && high === null
      ? "a number"
      : low === null
        ? `at most ${count(high!)}`
        : high === null
          ? `at least ${count(low)}`
          : low === high
            ? count(low)
            : `${count(low)} to ${count(high)}`;
  return unit ? `${told} ${unit}` : told;
}

export const amount = (toll: Pick<Toll, "low" | "high" | "unit">): string => number(toll.low, toll.high, toll.unit);

export const DERIVED: { [rule: string]: string } = { acled: "ACLED's rule", ucdp: "UCDP's rule" };

/** "killed 3–11", "killed 6 gunmen", "injured at least 24": the reach of the figures told, by what is counted. */
export function spans(tolls: Toll[]): string[] {
  const counted = (toll: Toll) => (toll.unit === null || toll.unit === "people" ? toll.what : `${toll.what}\n${toll.unit}`);
  return [...new Set(tolls.map(counted))].map((of) => {
    const told = tolls.filter((toll) => counted(toll) === of);
    const [what, unit] = of.split("\n");
    return `${what} ${reach(told)}${unit ? ` ${unit}` : ""}`;
  });
}

function reach(told: Toll[]): string {
  const ends = told.flatMap((toll) => [toll.low, toll.high].filter((n) => n !== null));
  if (ends.length === 0) return "a number";
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const open = told.some((toll) => toll.high === null);
  if (low === high) return told.every((toll) => toll.high === null) ? `at least ${count(low)}` : count(low);
  return `${count(low)}–${count(high)}${open ? " or more" : ""}`;
}

// -- differences

/** The fields that two reports are compared by: what they are called, and which characters they rest on. */
export const CHANGED: { [field: string]: { label: string; evidence: string } } = {
  kind: { label: "Kind", evidence: "what" },
  status: { label: "Status", evidence: "status" },
  actor: { label: "Who", evidence: "actor.0" },
  recipient: { label: "To whom", evidence: "recipient.0" },
  place: { label: "Where", evidence: "place" },
  time: { label: "When", evidence: "time" },
  figures: { label: "Figures", evidence: "figure.0" },
  "according to": { label: "According to", evidence: "source.0" },
};

/** What an event tells in a field, as its report writes it. */
export function valueOf({ event }: EventRow, field: string): string {
  switch (field) {
    case "kind":
      return event.kind ? kindWord(event.kind) : "";
    case "status":
      return STATUS_WORDS[event.status].word;
    case "actor":
    case "recipient":
      return named(event, field);
    case "place":
      return event.place?.name ?? "";
    case "time":
      return days(event.time?.earliest ?? null, (event.until ?? event.time)?.latest ?? null) ?? "";
    case "figures":
      return event.figures.map(figureWords).join(", ");
    default:
      return event.chain.map((said) => said.name).join(" ‹ ");
  }
}
