/**
 * The record counts Unicode code points, the browser UTF-16 units. This is the one place that knows both:
 * `utf16Offsets(text)(n)` is the UTF-16 offset of code point `n`. Building is linear, a look-up logarithmic in the
 * number of characters outside the basic plane (emoji and the like); a text without any costs nothing.
 */
export function utf16Offsets(text: string): (codePoint: number) => number {
  const astral: number[] = []; // code-point offsets of the characters that take two units
  let codePoint = 0;
  for (let unit = 0; unit < text.length; unit++, codePoint++) {
    const high = text.charCodeAt(unit);
    if (high >= 0xd800 && high < 0xdc00) {
      const low = text.charCodeAt(unit + 1);
      if (low >= 0xdc00 && low < 0xe000) {
        astral.push(codePoint);
        unit++;
      }
    }
  }
  if (astral.length === 0) return (offset) => offset;
  return (offset) => {
    let low = 0;
    let high = astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (astral[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  };
}
