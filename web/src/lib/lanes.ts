/** Where underlines run: overlapping marks get lanes of their own, words nearest to the letters, sayings below. */
import type { Layer } from "./claims";
import type { Mark } from "./marks";

export const LANES = 4; // what fits between two lines of the text
const ORDER: Layer[] = ["events", "times", "places", "entities", "attributions"];

/** The lane of each mark (0 is nearest to the letters). Marks beyond the last lane share it. */
export function lanes(marks: Mark[]): number[] {
  const taken: Taken[][] = Array.from({ length: LANES }, () => []);
  const result = new Array<number>(marks.length).fill(0);
  for (const layer of ORDER) {
    const own = marks.map((mark, i) => ({ mark, i })).filter(({ mark }) => mark.layer === layer);
    own.sort((a, b) => a.mark.span.start - b.mark.span.start || b.mark.span.end - a.mark.span.end);
    for (const { mark, i } of own) {
      let lane = 0;
      while (lane < LANES - 1 && !insert(taken[lane]!, { start: mark.span.start, end: mark.span.end, layer })) lane++;
      result[i] = lane;
    }
  }
  return result;
}

interface Taken {
  start: number;
  end: number;
  layer: Layer;
}

/** Takes the interval into a sorted list of disjoint ones if it is free there, or held by its own double. */
function insert(list: Taken[], span: Taken): boolean {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.end <= span.start) low = middle + 1;
    else high = middle;
  }
  const next = list[low];
  if (next && next.start < span.end) {
    return next.layer === span.layer && next.start === span.start && next.end === span.end;
  }
  list.splice(low, 0, span);
  return true;
}
