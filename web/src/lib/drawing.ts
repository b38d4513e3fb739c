/**
 * Draws the frozen text once as runs between the edges of all marks, whatever is shown or chosen later: showing a layer,
 * hovering and choosing only switch classes. Text goes in as text nodes alone; no markup of a report can become markup.
 */
import type { Layer } from "./claims";
import { LANES, lanes } from "./lanes";
import type { Mark } from "./marks";
import { utf16Offsets } from "./offsets";
import type { Record, Span } from "./record";

const SHORT: { [L in Layer]: string } = {
  events: "ev",
  attributions: "at",
  entities: "en",
  times: "ti",
  places: "pl",
};

export interface Drawing {
  /** Switches a class on the runs inside the spans, off everywhere else; gives the first run. */
  paint(name: "hover" | "chosen" | "told" | "own" | "rests", spans: Span[]): HTMLElement | null;
  /** The code-point offset of the run that a node stands in. */
  offsetOf(node: Node): number | null;
}

interface Run {
  start: number;
  element: HTMLElement;
}

export function draw(into: HTMLElement, record: Record, marks: Mark[]): Drawing {
  const { text, excluded } = record.document;
  const toUnits = utf16Offsets(text);
  const edges = edgesOf(text, record, marks);
  const classes = classesOf(marks, edges);
  const left = excluded.map(({ span, reason }) => ({ ...span, reason })).sort((a, b) => a.start - b.start);
  const runs: Run[] = [];
  const starts = new WeakMap<Node, number>();
  const all = document.createDocumentFragment();
  let paragraph: HTMLElement | null = null;
  let skip = 0;

  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i]!;
    const words = text.slice(toUnits(start), toUnits(edges[i + 1]!));
    if (!paragraph) {
      paragraph = document.createElement("p");
      paragraph.dir = "auto";
      all.append(paragraph);
    }
    const run = document.createElement("span");
    run.className = classes[i]!;
    while (skip < left.length && left[skip]!.end <= start) skip++;
    const out = left[skip];
    if (out && out.start <= start) {
      run.classList.add("out");
      if (out.start === start) run.dataset.why = out.reason.replace("_", " ");
    }
    run.append(words); // a string given to append() becomes a text node
    paragraph.append(run);
    runs.push({ start, element: run });
    starts.set(run, start);
    if (words.endsWith("\n")) {
      if (paragraph.textContent!.trim() === "") paragraph.className = "blank";
      paragraph = null;
    }
  }
  into.replaceChildren(all);

  const painted: { [name: string]: HTMLElement[] } = {};
  return {
    paint(name, spans) {
      painted[name]?.forEach((element) => element.classList.remove(name));
      const now = spans.flatMap((span) => between(runs, span));
      now.forEach((element) => element.classList.add(name));
      painted[name] = now;
      return now[0] ?? null;
    },
    offsetOf(node) {
      const element = node instanceof Element ? node : node.parentElement;
      const run = element?.closest("p > span");
      return run ? (starts.get(run) ?? null) : null;
    },
  };
}

/** Sorted code-point offsets at which a run begins or ends: all marks, all excluded parts, all line ends. */
function edgesOf(text: string, record: Record, marks: Mark[]): number[] {
  const edges = new Set<number>([0]);
  for (const { span } of marks) edges.add(span.start).add(span.end);
  for (const { span } of record.document.excluded) edges.add(span.start).add(span.end);
  let offset = 0;
  for (const character of text) {
    offset++;
    if (character === "\n") edges.add(offset);
  }
  edges.add(offset);
  return [...edges].sort((a, b) => a - b);
}

/** The classes of each run: `ev at`: which layers lie over it; `l0-ev l1-at`: which line each has. */
function classesOf(marks: Mark[], edges: number[]): string[] {
  const lane = lanes(marks);
  const position = new Map(edges.map((edge, i) => [edge, i]));
  const classes: Set<string>[] = edges.map(() => new Set());
  marks.forEach((mark, m) => {
    const short = SHORT[mark.layer];
    const last = position.get(mark.span.end)!;
    for (let i = position.get(mark.span.start)!; i < last; i++) {
      classes[i]!.add(short).add(`l${Math.min(lane[m]!, LANES - 1)}-${mark.faint ? "said" : short}`);
    }
  });
  return classes.map((set) => [...set].join(" "));
}

function between(runs: Run[], span: Span): HTMLElement[] {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle]!.start < span.start) low = middle + 1;
    else high = middle;
  }
  const found: HTMLElement[] = [];
  for (let i = low; i < runs.length && runs[i]!.start < span.end; i++) found.push(runs[i]!.element);
  return found;
}
