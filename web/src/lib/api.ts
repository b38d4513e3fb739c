/** What the server answers, and the one function that asks it. */
import type { Record, Span, Status } from "./record";

export const FACETS = ["status", "kind", "actor", "recipient", "place", "country", "source", "publisher"] as const;
export type Facet = (typeof FACETS)[number];

/** Which events: several values of a field mean any of them, several fields all of them. */
export type Filters = { [F in Facet]: string[] } & { words: string; since: string; until: string; versions: "" | "all" };

export interface ReportRow {
  id: string;
  name: string;
  title: string | null;
  publisher: string | null;
  url: string | null;
  published: string | null;
  published_basis: string;
  language: string;
  characters: number;
  events: number;
  notes: number;
  added: string;
  /** Its place among the texts that its address had. */
  version: number;
  versions: number;
}

export interface Party {
  role: string;
  name: string;
}

export interface EventView {
  id: string;
  trigger: Span;
  sentence: Span;
  kind: string | null;
  parties: Party[];
  place: { name: string; country: string | null } | null;
  time: { value: string; earliest: string | null; latest: string | null; span: Span } | null;
  until: { value: string; earliest: string | null; latest: string | null; span: Span } | null;
  status: Status;
  certainty: string;
  chain: { attribution: string; name: string; stance: string }[];
  figures: { what: string; low: number | null; high: number | null; unit: string | null; scope: "event" | "total"; span: Span }[];
}

export interface EventRow {
  id: string;
  report: ReportRow;
  event: EventView;
}

export interface Page<T> {
  rows: T[];
  total: number;
  undated: number;
  /** How many more there are in older versions of reports, which lists leave out. */
  older: number;
}

export interface Count {
  value: string;
  label: string;
  events: number;
}

export interface Facets {
  facets: { facet: Facet; counts: Count[]; values: number }[];
}

export interface DayCount {
  day: string;
  events: number;
}

export interface Ledger {
  version: string;
  name: string;
  reports: number;
  events: number;
}

export class Refused extends Error {}

async function answered<T>(path: string, given: RequestInit): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/api/${path}`, given);
  } catch (error) {
    if (given.signal?.aborted) throw error;
    throw new Refused("The server does not answer. Is `onrecord serve` still running?");
  }
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(body?.error?.message ?? `The server answered ${answer.status}.`);
  return body as T;
}

export function get<T>(path: string, params: URLSearchParams, signal?: AbortSignal): Promise<T> {
  const query = params.toString();
  return answered<T>(`${path}${query ? `?${query}` : ""}`, { signal: signal ?? null });
}

export function post<T>(path: string, content: object, headers: { [name: string]: string }): Promise<T> {
  return answered<T>(path, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(content),
  });
}

export function query(filters: Filters): URLSearchParams {
  const params = new URLSearchParams();
  if (filters.words.trim()) params.set("words", filters.words.trim());
  for (const facet of FACETS) for (const value of filters[facet]) params.append(facet, value);
  if (filters.since) params.set("since", filters.since);
  if (filters.until) params.set("until", filters.until);
  if (filters.versions) params.set("all_versions", "true");
  return params;
}

export type More = { [name: string]: string | number };

export function withMore(params: URLSearchParams, more: More): URLSearchParams {
  for (const [name, value] of Object.entries(more)) params.append(name, String(value));
  return params;
}

export const api = {
  ledger: () => get<Ledger>("ledger", new URLSearchParams()),
  reports: (filters: Filters, more: More, signal?: AbortSignal) =>
    get<Page<ReportRow>>("reports", withMore(query(filters), more), signal),
  events: (filters: Filters, more: More, signal?: AbortSignal) =>
    get<Page<EventRow>>("events", withMore(query(filters), more), signal),
  facets: (filters: Filters, signal?: AbortSignal) => get<Facets>("facets", query(filters), signal),
  days: (filters: Filters, signal?: AbortSignal) => get<{ days: DayCount[] }>("days", query(filters), signal),
  record: (id: string, signal?: AbortSignal) =>
    get<Record>(`records/${encodeURIComponent(id)}`, new URLSearchParams(), signal),
};
