/** Everything in a record that stands on characters, as marks on the text; and which field of which event each serves. */
import type { Layer } from "./claims";
import { speaker } from "./claims";
import type { Event, Indexed, Span } from "./record";
import { figureWords, timeWords } from "./words";

export interface Target {
  event: string;
  field: string;
}

export interface Mark {
  span: Span;
  layer: Layer;
  /** Drawn lighter: what is said, against who says it. */
  faint: boolean;
  label: string;
  targets: Target[];
}

export function marks(at: Indexed): Mark[] {
  const { record } = at;
  const made: Mark[] = [];
  const add = (span: Span | null, layer: Layer, label: string, targets: Target[], faint = false) => {
    if (span) made.push({ span, layer, label, targets, faint });
  };

  const byEntity = new Map<string, Use[]>();
  for (const event of record.events) {
    add(event.trigger, "events", `event “${event.trigger.quote}”`, [{ event: event.id, field: "what" }]);
    add(event.status_cue, "events", `${event.status}: “${event.trigger.quote}”`, [{ event: event.id, field: "status" }]);
    event.figures.forEach((figure, i) =>
      add(figure.span, "events", figureWords(figure), [{ event: event.id, field: `figure.${i}` }]),
    );
    const counts: { [role: string]: number } = {};
    for (const argument of event.arguments) {
      const nth = (counts[argument.role] = (counts[argument.role] ?? -1) + 1);
      const target = { event: event.id, field: `${argument.role}.${nth}` };
      if (argument.entity) push(byEntity, argument.entity, { target, span: argument.span });
      else add(argument.span, "entities", `${argument.role}: “${argument.span?.quote}”`, [target]);
    }
  }

  const served = new Map([...byEntity].map(([id, uses]) => [id, { uses: sorted(uses), all: uses.map((u) => u.target) }]));
  for (const mention of record.mentions) {
    const { uses, all } = served.get(mention.entity) ?? { uses: [], all: [] };
    const own = over(uses, mention.span);
    const entity = at.entity.get(mention.entity);
    const label = entity ? `${entity.name} (${entity.kind})` : "entity";
    add(mention.span, "entities", label, own.length > 0 ? own : all);
  }
  const mentioned = new Set(record.mentions.map((m) => `${m.span.start}:${m.span.end}`));
  for (const [id, uses] of byEntity) {
    for (const { target, span } of uses) {
      if (span && !mentioned.has(`${span.start}:${span.end}`)) {
        add(span, "entities", at.entity.get(id)?.name ?? "entity", [target]);
      }
    }
  }

  const byTime = new Map<string, Target[]>();
  const byPlace = new Map<string, Target[]>();
  const bySaying = new Map<string, Target[]>();
  for (const event of record.events) {
    if (event.time) push(byTime, event.time, { event: event.id, field: "time" });
    if (event.until) push(byTime, event.until, { event: event.id, field: "until" });
    if (event.place) push(byPlace, event.place, { event: event.id, field: "place" });
    event.according_to.forEach((id, i) => push(bySaying, id, { event: event.id, field: `source.${i}` }));
  }
  for (const time of record.times) add(time.span, "times", timeWords(time), byTime.get(time.id) ?? []);
  for (const place of record.places) {
    const label = place.precision === "unresolved" ? `${place.name} (not found)` : place.name;
    add(place.span, "places", [label, place.country].filter(Boolean).join(", "), byPlace.get(place.id) ?? []);
  }
  for (const saying of record.attributions) {
    const targets = bySaying.get(saying.id) ?? [];
    const who = speaker(at, saying);
    add(saying.source_span, "attributions", `${who} ${saying.stance}`, targets);
    add(saying.cue, "attributions", `${who} ${saying.stance}`, targets);
    add(saying.medium, "attributions", `medium of ${who}`, targets);
    for (const span of saying.content) add(span, "attributions", `said by ${who}`, targets, true);
  }
  return made;
}

/** An argument of an event: the field that it fills and its words. */
interface Use {
  target: Target;
  span: Span | null;
}

const sorted = (uses: Use[]) =>
  uses.filter((u): u is Use & { span: Span } => u.span !== null).sort((a, b) => a.span.start - b.span.start);

/** The fields whose words overlap the span; of one name at most 40 uses before it are looked at, so long texts stay quick. */
function over(uses: (Use & { span: Span })[], span: Span): Target[] {
  let low = 0;
  let high = uses.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (uses[middle]!.span.start < span.end) low = middle + 1;
    else high = middle;
  }
  const found: Target[] = [];
  for (let i = low - 1; i >= Math.max(0, low - 40); i--) if (uses[i]!.span.end > span.start) found.unshift(uses[i]!.target);
  return found;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  const held = map.get(key);
  if (held) held.push(value);
  else map.set(key, [value]);
}

/** The marks over an offset, shortest first and, of equal ones, those first that an event rests on. */
export function marksAt(all: Mark[], offset: number, layers: ReadonlySet<Layer>): Mark[] {
  return all
    .filter((m) => layers.has(m.layer) && m.span.start <= offset && offset < m.span.end)
    .sort(
      (a, b) =>
        a.span.end - a.span.start - (b.span.end - b.span.start) ||
        Number(b.targets.length > 0) - Number(a.targets.length > 0),
    );
}

/** Of the fields that a mark serves: one of the event in hand, else of the event told nearest to the mark. */
export function nearest(at: Indexed, mark: Mark, current: string | null): Target | null {
  const own = mark.targets.find((t) => t.event === current);
  if (own) return own;
  const distance = (t: Target) => Math.abs((at.event.get(t.event) as Event).trigger.start - mark.span.start);
  let best: Target | null = null;
  for (const target of mark.targets) if (!best || distance(target) < distance(best)) best = target;
  return best;
}
