/** The state of the page is its address: read once at the start and on Back, written with replaceState. */
import { FACETS, type Facet, type Filters } from "./api";
import type { Layer } from "./claims";
import type { Status } from "./record";
import { isKind, STATUSES } from "./words";

export const LAYERS: Layer[] = ["events", "attributions", "entities", "times", "places"];
/** Views of the left pane: of single reports, and of what many say together. */
export const SINGLE = ["reports", "events", "timeline"] as const;
export const TOGETHER = ["happenings", "chronicle", "conflicts", "tolls", "reprints", "actors"] as const;
export const VIEWS = [...SINGLE, ...TOGETHER] as const;
export const PANES = ["list", "record", "text"] as const;
export const TABS = ["event", "voices", "happening", "reprints", "versions", "compare", "actor"] as const;
export type View = (typeof VIEWS)[number];
export type Pane = (typeof PANES)[number];
export type Tab = (typeof TABS)[number];

export interface Address {
  filters: Filters;
  view: View;
  pane: Pane;
  tab: Tab;
  layers: Layer[];
  report: string | null;
  event: string | null;
  field: string | null;
  /** Whether only happenings that several reports tell are listed; null: as the view has it. */
  several: boolean | null;
  /** The reports that are compared; the first is the opened one where none is named. */
  one: string | null;
  other: string | null;
  /** The entity of the opened report whose actor is looked at. */
  entity: string | null;
}

export function noFilters(): Filters {
  return {
    words: "",
    versions: "",
    since: "",
    until: "",
    status: [],
    kind: [],
    actor: [],
    recipient: [],
    place: [],
    country: [],
    source: [],
    publisher: [],
  };
}

const oneOf = <T extends string>(known: readonly T[], value: string | null, otherwise: T): T =>
  known.find((k) => k === value) ?? otherwise;
/** A day that the calendar has; "2026-02-31" is none. */
const aDay = (value: string | null): string => {
  const time = /^\d{4}-\d\d-\d\d$/.test(value ?? "") ? Date.parse(`${value}T00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value!) ? value! : "";
};
const KNOWN: { [F in Facet]?: (value: string) => boolean } = {
  status: (value) => STATUSES.includes(value as Status),
  kind: isKind,
};

/** One pane at a time is shown: as in page.css. */
export const NARROW = matchMedia("(max-width: 899px)");

/** What an address that names no pane means: where one alone fits, a link to an event is to its record, not to a list. */
const usualPane = (event: string | null): Pane => (NARROW.matches && event ? "record" : "list");

/** Unknown parameters and values that no control could have made are passed over. */
export function readAddress(search: string): Address {
  const params = new URLSearchParams(search);
  const filters = noFilters();
  filters.words = (params.get("words") ?? "").slice(0, 400);
  filters.versions = params.get("versions") === "all" ? "all" : "";
  filters.since = aDay(params.get("since"));
  filters.until = aDay(params.get("until"));
  for (const facet of FACETS) {
    filters[facet] = [...new Set(params.getAll(facet))].filter(KNOWN[facet] ?? Boolean).slice(0, 50);
  }
  const layers = params.get("layers");
  return {
    filters,
    view: oneOf(VIEWS, params.get("view"), "reports"),
    pane: oneOf(PANES, params.get("pane"), usualPane(params.get("event"))),
    tab: oneOf(TABS, params.get("tab"), "event"),
    layers: layers === null ? [...LAYERS] : LAYERS.filter((l) => layers.split(".").includes(l)),
    report: params.get("report") || null,
    event: params.get("event") || null,
    field: params.get("field") || null,
    several: { "1": true, "0": false }[params.get("several") ?? ""] ?? null,
    one: params.get("one") || null,
    other: params.get("other") || null,
    entity: params.get("entity") || null,
  };
}

export function writeAddress(a: Address): string {
  const params = new URLSearchParams();
  if (a.report) params.set("report", a.report);
  if (a.report && a.event) params.set("event", a.event);
  if (a.report && a.event && a.field) params.set("field", a.field);
  if (a.filters.words.trim()) params.set("words", a.filters.words.trim());
  for (const facet of FACETS) for (const value of a.filters[facet]) params.append(facet, value);
  if (a.filters.since) params.set("since", a.filters.since);
  if (a.filters.until) params.set("until", a.filters.until);
  if (a.filters.versions) params.set("versions", a.filters.versions);
  if (a.view !== "reports") params.set("view", a.view);
  if (a.several !== null && TOGETHER.some((view) => view === a.view)) params.set("several", a.several ? "1" : "0");
  if (a.tab !== "event") params.set("tab", a.tab);
  if (a.tab === "actor" && a.report && a.entity) params.set("entity", a.entity);
  if (a.tab === "compare" && a.one) params.set("one", a.one);
  if (a.tab === "compare" && a.other) params.set("other", a.other);
  if (a.layers.length !== LAYERS.length) params.set("layers", a.layers.join("."));
  if (a.pane !== usualPane(a.report && a.event)) params.set("pane", a.pane);
  const query = params.toString();
  return query ? `?${query}` : "";
}
