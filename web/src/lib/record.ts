/** The record as the server gives it: the contract of docs/codebook.md, field by field. */

export interface Span {
  start: number;
  end: number;
  quote: string;
}

export type Status = "asserted" | "denied" | "planned" | "possible" | "hypothetical";

export interface Document {
  id: string;
  name: string;
  text: string;
  title: string | null;
  publisher: string | null;
  byline: string | null;
  url: string | null;
  published: string | null;
  published_basis: "given" | "metadata" | "dateline" | "inferred" | "unknown";
  language: string;
  /** What its outlet says of it: corrections, withdrawals, updates. */
  editor_notes: { kind: "correction" | "update" | "withdrawal" | "other"; text: string; span: Span | null }[];
  credits: { span: Span; agency: string | null }[];
  excluded: { span: Span; reason: string }[];
  /** Where each page of a file begins in the text; empty where there are none. */
  pages: number[];
}

export interface Entity {
  id: string;
  name: string;
  kind: string;
  aliases: string[];
  codes: { country: string | null; sector: string | null };
  titles: Span[];
}

export interface Mention {
  id: string;
  entity: string;
  span: Span;
  form: "name" | "nominal" | "pronoun";
  metonym: boolean;
}

export interface Timex {
  id: string;
  span: Span;
  type: "DATE" | "TIME" | "DURATION" | "SET";
  value: string;
  earliest: string | null;
  latest: string | null;
  anchor: string | null;
}

export interface Place {
  id: string;
  span: Span;
  name: string;
  country: string | null;
  admin1: string | null;
  latitude: number | null;
  longitude: number | null;
  geonameid: number | null;
  precision: string;
  candidates: number;
  reason: string;
}

export interface Attribution {
  id: string;
  source: string | null;
  source_span: Span | null;
  cue: Span;
  content: Span[];
  manner: "direct" | "indirect" | "mixed";
  stance: "says" | "denies" | "declines";
  within: string | null;
  medium: Span | null;
  time: string | null;
  rule: string;
}

export interface Argument {
  role: "actor" | "recipient" | "instrument" | "origin" | "destination";
  entity: string | null;
  span: Span | null;
}

export interface Figure {
  what: string;
  low: number | null;
  high: number | null;
  unit: string | null;
  scope: "event" | "total";
  as_of: string | null;
  span: Span;
}

export interface Event {
  id: string;
  trigger: Span;
  kind: string | null;
  mode: string | null;
  contexts: string[];
  arguments: Argument[];
  place: string | null;
  time: string | null;
  until: string | null;
  time_reason?: string;
  figures: Figure[];
  status: Status;
  certainty: "certain" | "probable" | "possible";
  status_cue: Span | null;
  according_to: string[];
  aggregate: boolean;
  relevance: number;
  rule: string;
}

export interface Record {
  schema: string;
  program: { version: string; models: { name: string; version: string; sha256: string }[]; settings: object };
  document: Document;
  entities: Entity[];
  mentions: Mention[];
  times: Timex[];
  places: Place[];
  attributions: Attribution[];
  events: Event[];
  notes: string[];
}

/** A record with its parts at hand by id. */
export interface Indexed {
  record: Record;
  entity: Map<string, Entity>;
  time: Map<string, Timex>;
  place: Map<string, Place>;
  attribution: Map<string, Attribution>;
  event: Map<string, Event>;
}

export function index(record: Record): Indexed {
  const by = <T extends { id: string }>(items: T[]) => new Map(items.map((item) => [item.id, item]));
  return {
    record,
    entity: by(record.entities),
    time: by(record.times),
    place: by(record.places),
    attribution: by(record.attributions),
    event: by(record.events),
  };
}
