/** What the server answers over the joins of many reports, and how it is asked. */
import { get, post, query, Refused, withMore, type EventRow, type Filters, type More, type Page, type ReportRow } from "./api";
import type { Span, Status } from "./record";

/** How far the joins are; `current` is false while they lag behind the ledger. */
export interface Progress {
  state: "ready" | "joining" | "failed";
  current: boolean;
  mark: number;
  reports: number;
  read: number;
  doing: string;
  seconds: number;
  message: string | null;
}

export interface Voices {
  origins: number;
  names: string[];
}

export interface HappeningRow {
  key: string;
  face: EventRow;
  earliest: string | null;
  latest: string | null;
  basis: string;
  reports: number;
  tellings: number;
  asserting: Voices;
  denying: Voices;
  supposing: Voices;
  disputed: string[];
}

export interface Branch {
  report: ReportRow;
  events: string[];
  reprint_of: string | null;
  share: number | null;
  reason: string | null;
}

export interface Origin {
  name: string;
  by: "speaker" | "outlet" | "unnamed";
  branches: Branch[];
}

export interface Side {
  value: string;
  events: EventRow[];
}

export interface Dispute {
  field: "status" | "figures" | "time" | "place" | "actor";
  what: string | null;
  sides: Side[];
  reasons: string[];
}

export interface Toll {
  event: string;
  figure: number;
  report: ReportRow;
  what: string;
  low: number | null;
  high: number | null;
  unit: string | null;
  qualifier: "exactly" | "at least" | "at most" | "between";
  scope: "event" | "total";
  as_of: string | null;
  speaker: string[];
  status: Status;
  span: Span;
  sentence: Span;
  later: string | null;
  /** How many reports carry it. */
  reports: number;
  again: Again[];
  notes: Note[];
}

/** The same figure told again, by the same source or in a reprint. */
export interface Again {
  event: string;
  figure: number;
  report: ReportRow;
  span: Span;
  speaker: string[];
  reason: string | null;
}

/** What an outlet's own note corrects or withdraws of an event. */
export interface Note {
  event: string;
  verb: "corrected" | "withdrawn";
  field: string;
  told: string | null;
  text: string;
  report: ReportRow;
  start: number | null;
  end: number | null;
  why: string;
}

export interface Derived {
  rule: string;
  what: string;
  low: number | null;
  best: number | null;
  high: number | null;
  how: string;
}

export interface TollGroup {
  happening: HappeningRow;
  tolls: Toll[];
  derived: Derived[];
}

export interface DisputeRow {
  happening: HappeningRow;
  dispute: Dispute;
}

export type Verdict = "same" | "different" | "unsure";

export interface Judgement {
  number: number;
  kind: string;
  a: string;
  b: string;
  verdict: Verdict;
  author: string;
  reason: string;
  at: string;
}

export interface Said {
  judgement: Judgement;
  holds: boolean;
  heeded: boolean;
  one: string;
  other: string;
}

export interface Happening {
  happening: HappeningRow;
  asserting: Origin[];
  denying: Origin[];
  supposing: Origin[];
  tellings: EventRow[];
  left_out: number;
  disputes: Dispute[];
  tolls: TollGroup;
  notes: Note[];
  score: number | null;
  reasons: string[];
  authors: string[];
  said: Said[];
}

export interface Reprint {
  report: ReportRow;
  of: string | null;
  depth: number;
  share: number | null;
  whole: boolean;
  reason: string | null;
  authors: string[];
  also: { report: ReportRow; share: number; reason: string }[];
}

export interface Family {
  tree: Reprint[];
}

/** One of the texts that an address had. */
export interface Version {
  report: ReportRow;
  made: string;
  text_sha256: string;
  places: string[];
}

export interface Kin {
  report: ReportRow;
  family: Family | null;
  versions: Version[];
  sharing: { report: ReportRow; happenings: number }[];
  said: Said[];
}

export interface Difference {
  one: ReportRow;
  other: ReportRow;
  both: { one: EventRow; other: EventRow; changes: { field: string; one: string | null; other: string | null }[]; notes: Note[] }[];
  only_one: EventRow[];
  only_other: EventRow[];
  alike: number;
  notes: Note[];
}

/** What is kept of a person's word on two events, or two reports. */
export interface Given {
  one: string;
  other: string;
  verdict: Verdict;
  author: string;
  reason: string;
}

export interface ActorRow {
  key: string;
  name: string;
  kind: string;
  country: string | null;
  sector: string | null;
  names: string[];
  roles: string[];
  reports: number;
  mentions: number;
  unsure: number;
}

export interface Member {
  id: string;
  name: string;
  report: ReportRow;
}

export interface ActorLink {
  one: Member;
  other: Member;
  verdict: Verdict;
  score: number;
  reasons: string[];
  author: string;
}

export interface Actor {
  actor: ActorRow;
  names: string[];
  roles: string[];
  members: Member[];
  left_out: number;
  joins: ActorLink[];
  unsure: ActorLink[];
  said: Said[];
}

const none = () => new URLSearchParams();
const path = (id: string) => id.split("/").map(encodeURIComponent).join("/");

function listing<T>(name: string) {
  return (filters: Filters, more: More, signal?: AbortSignal) => get<Page<T>>(name, withMore(query(filters), more), signal);
}

export const ask = {
  progress: (signal?: AbortSignal) => get<Progress>("joins", none(), signal),
  happenings: listing<HappeningRow>("happenings"),
  conflicts: listing<DisputeRow>("conflicts"),
  tolls: listing<TollGroup>("tolls"),
  reprints: listing<Family>("reprints"),
  actors: listing<ActorRow>("actors"),
  actor: (key: string, signal?: AbortSignal) => get<Actor>(`actors/${path(key)}`, none(), signal),
  days: (filters: Filters, more: More, signal?: AbortSignal) =>
    get<{ days: { day: string; events: number }[] }>("happenings/days", withMore(query(filters), more), signal),
  happening: (key: string, signal?: AbortSignal) => get<Happening>(`happenings/${path(key)}`, none(), signal),
  kin: (report: string, signal?: AbortSignal) => get<Kin>(`reprints/${path(report)}`, none(), signal),
  token: () => get<{ token: string | null; why: string | null }>("token", none()),
  difference: (one: string, other: string, signal?: AbortSignal) =>
    get<Difference>("differences", withMore(none(), { one, other }), signal),
};

/** The server takes it from its own page alone, which has to bring the token of this run. */
export async function keep(given: Given): Promise<Judgement> {
  const { token, why } = await ask.token();
  if (token === null) throw new Refused(why ?? "This server keeps no judgements.");
  return post<Judgement>("judgements", given, { "x-onrecord-token": token });
}
