/** An event of a record as the claims of a form: for each field what is held, and the characters it rests on. */
import type { Argument, Attribution, Event, Indexed, Mention, Span, Status } from "./record";
import { certaintyWords, figureWords, interval, kindWord, sectorWord, shortened, STATUS_WORDS, timeWords } from "./words";

export type Layer = "events" | "attributions" | "entities" | "times" | "places";

export interface Evidence {
  span: Span;
  layer: Layer;
  /** What these characters are to the field: "the trigger", "named here". */
  as: string;
}

/** One value of a field. `key` names it in the address of the page ("actor.0"). */
export interface Claim {
  key: string;
  value: string;
  code: string | null;
  details: string[];
  evidence: Evidence[];
  status?: Status;
  /** How the program came to it, in its own words. */
  why?: string;
}

export interface Field {
  name: string;
  label: string;
  claims: Claim[];
  /** What is shown when there is no claim; null hides the field. */
  absent: string | null;
}

export interface Link {
  key: string;
  who: string;
  stance: Attribution["stance"];
  attribution: Attribution;
  why: string;
  details: string[];
  evidence: Evidence[];
}

const ROLE_LABELS: [Argument["role"], string, string | null][] = [
  ["actor", "Who", "not stated"],
  ["recipient", "To whom", "not stated"],
  ["instrument", "With", null],
  ["origin", "From", null],
  ["destination", "To", null],
];

export function fields(at: Indexed, event: Event): Field[] {
  const [actor, recipient, ...others] = ROLE_LABELS.map(([role, label, absent]) => ({
    name: role,
    label,
    absent,
    claims: event.arguments.filter((a) => a.role === role).map((a, i) => party(at, a, `${role}.${i}`)),
  }));
  const did: Field = { name: "what", label: "Did", absent: null, claims: [what(event)] };
  return [
    actor!,
    did,
    recipient!,
    ...others,
    { name: "place", label: "Where", absent: "not stated", claims: place(at, event) },
    { name: "time", label: "When", absent: "not stated", claims: time(at, event) },
    { name: "figure", label: "Figures", absent: null, claims: figures(at, event) },
    { name: "status", label: "Status", absent: null, claims: [status(event)] },
  ];
}

function what(event: Event): Claim {
  const details = [event.mode ?? "", ...event.contexts].filter(Boolean).map((code) => code.replace(/_/g, " "));
  if (event.aggregate) details.push("many happenings told as one");
  return {
    key: "what",
    value: event.trigger.quote,
    code: event.kind ? kindWord(event.kind) : null,
    details,
    evidence: [{ span: event.trigger, layer: "events", as: "the word that tells it" }],
    why: event.rule,
  };
}

function status(event: Event): Claim {
  const { word, means } = STATUS_WORDS[event.status];
  const evidence: Evidence[] = event.status_cue
    ? [{ span: event.status_cue, layer: "events", as: "the words that say so" }]
    : [];
  const sure = certaintyWords(event);
  const details = sure ? [means, `certainty: ${sure}`] : [means];
  return { key: "status", value: word, code: null, details, evidence, status: event.status };
}

const same = (a: Span, b: Span) => a.start === b.start && a.end === b.end;

/** The nearest mention by name before (or else after) the characters: what "he" was read as. */
function namedNear(at: Indexed, entity: string, span: Span): Mention | null {
  const names = at.record.mentions.filter((m) => m.entity === entity && m.form === "name" && !same(m.span, span));
  return names.filter((m) => m.span.start < span.start).at(-1) ?? names[0] ?? null;
}

function party(at: Indexed, argument: Argument, key: string): Claim {
  const entity = argument.entity ? at.entity.get(argument.entity) : undefined;
  const quote = argument.span?.quote ?? "";
  const evidence: Evidence[] = [];
  if (argument.span) evidence.push({ span: argument.span, layer: "entities", as: "in the event's own words" });
  const details: string[] = [];
  if (entity) {
    const title = entity.titles.find((t) => !entity.name.includes(t.quote));
    if (title) details.push(title.quote);
    const kind = [entity.kind === "other" ? "" : entity.kind, entity.codes.sector ? sectorWord(entity.codes.sector) : ""].filter(Boolean).join(", ");
    if (kind) details.push(kind);
    if (argument.span && !quote.toLowerCase().includes(entity.name.toLowerCase())) {
      const named = namedNear(at, entity.id, argument.span);
      if (named) evidence.push({ span: named.span, layer: "entities", as: "named here" });
    }
  }
  return { key, value: entity?.name ?? quote, code: entity?.codes.country ?? null, details, evidence };
}

const PRECISIONS: { [precision: string]: string } = {
  exact: "an exact spot",
  settlement: "a settlement",
  district: "a district",
  region: "a region",
  country: "a whole country",
  unresolved: "not found in the gazetteer",
};

function place(at: Indexed, event: Event): Claim[] {
  const found = event.place ? at.place.get(event.place) : undefined;
  if (!found) return [];
  const within = [found.admin1 === found.name ? null : found.admin1].filter(Boolean).join(", ");
  const details = [within, PRECISIONS[found.precision] ?? found.precision];
  if (found.latitude !== null && found.longitude !== null && found.precision !== "country") {
    details.push(`${found.latitude.toFixed(2)}, ${found.longitude.toFixed(2)}`);
  }
  return [
    {
      key: "place",
      value: found.name,
      code: found.country,
      details: details.filter(Boolean),
      evidence: [{ span: found.span, layer: "places", as: "the place" }],
      why: found.reason && `${found.reason} (${found.candidates} considered)`,
    },
  ];
}

function time(at: Indexed, event: Event): Claim[] {
  const ids: [string | null, string][] = [
    [event.time, "time"],
    [event.until, "until"],
  ];
  return ids.flatMap(([id, key]) => {
    const found = id ? at.time.get(id) : undefined;
    if (!found) return [];
    const details = [anchorWords(at, found.anchor)].filter(Boolean);
    const value = (key === "until" ? "until " : "") + timeWords(found);
    const as = key === "until" ? "the end" : "the time";
    const reason = event.time_reason && event.time_reason !== "its own" ? `, ${event.time_reason}` : "";
    const evidence: Evidence[] = [{ span: found.span, layer: "times", as }];
    return [{ key, value, code: null, details, evidence, why: `${found.type} ${found.value}${reason}` }];
  });
}

function anchorWords(at: Indexed, anchor: string | null): string {
  if (anchor === null) return "";
  const other = at.time.get(anchor);
  if (other) return `counted from “${other.span.quote}”`;
  const event = at.event.get(anchor);
  if (event) return `counted from “${event.trigger.quote}”`;
  return "counted from the report's date";
}

function figures(at: Indexed, event: Event): Claim[] {
  return event.figures.map((figure, i) => {
    const asOf = figure.as_of ? at.time.get(figure.as_of) : undefined;
    return {
      key: `figure.${i}`,
      value: figureWords(figure),
      code: null,
      details: asOf ? [`as of ${interval(asOf.earliest, asOf.latest) ?? asOf.span.quote}`] : [],
      evidence: [{ span: figure.span, layer: "events" as Layer, as: "the figure" }],
    };
  });
}

/** The chain "according to", outermost first; the outlet itself stands before it and is no link. */
export function chain(at: Indexed, event: Event): Link[] {
  return event.according_to
    .map((id) => at.attribution.get(id))
    .filter((a): a is Attribution => a !== undefined)
    .map((attribution, i) => ({
      key: `source.${i}`,
      who: speaker(at, attribution),
      stance: attribution.stance,
      attribution,
      why: attribution.rule,
      details: sayingDetails(at, attribution),
      evidence: sayingEvidence(attribution),
    }))
    .reverse();
}

export function speaker(at: Indexed, attribution: Attribution): string {
  const entity = attribution.source ? at.entity.get(attribution.source) : undefined;
  return entity?.name ?? attribution.source_span?.quote ?? "unnamed source";
}

function sayingDetails(at: Indexed, attribution: Attribution): string[] {
  const time = attribution.time ? at.time.get(attribution.time) : undefined;
  const entity = attribution.source ? at.entity.get(attribution.source) : undefined;
  const title = entity?.titles.find((t) => !entity.name.includes(t.quote));
  return [
    title?.quote ?? "",
    `${attribution.manner} speech`,
    attribution.medium ? `through ${attribution.medium.quote}` : "",
    time ? timeWords(time) : "",
  ].filter(Boolean);
}

/** What the content of a saying is called. */
export const SAID = "what is said";

function sayingEvidence(attribution: Attribution): Evidence[] {
  const evidence: Evidence[] = [];
  const add = (span: Span | null, as: string) => {
    if (span) evidence.push({ span, layer: "attributions", as });
  };
  add(attribution.source_span, "who");
  add(attribution.cue, "how it is said");
  attribution.content.forEach((span) => add(span, SAID));
  add(attribution.medium, "where it is said");
  return evidence;
}

/** Every claim of the event in the order of the form, the chain last: what n and p step through. */
export function claimsOf(at: Indexed, event: Event): { key: string; evidence: Evidence[] }[] {
  return [...fields(at, event).flatMap((field) => field.claims), ...chain(at, event)];
}

/** "A, B and 3 more": each name once, and no more of them than a line holds. */
export function listed(names: string[]): string {
  const once = [...new Set(names.filter(Boolean).map((name) => shortened(name, 60)))];
  return once.length <= 3 ? once.join(", ") : `${once.slice(0, 2).join(", ")} and ${once.length - 2} more`;
}

/** "Kremlin spokesman — denied — plans": the event in one line, in the report's own words. */
export function headline(at: Indexed, event: Event): { actors: string; trigger: string; recipients: string } {
  const names = (role: Argument["role"]) =>
    listed(
      event.arguments
        .filter((a) => a.role === role)
        .map((a) => (a.entity && at.entity.get(a.entity)?.name) || a.span?.quote || ""),
    );
  return { actors: names("actor"), trigger: event.trigger.quote, recipients: names("recipient") };
}
