/** What decides which rows of a long table are in the page. Sizes in CSS pixels. */
export interface Viewport {
  readonly scrollTop: number;
  /** Height of the visible part of the rows. */
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
}

export interface RowWindow {
  /** The first row in the page and the one after the last. */
  readonly first: number;
  readonly end: number;
  /** Where row 0 would begin; row n is `n * rowHeight` further down. Not zero only in tables past the height limit. */
  readonly origin: number;
}

/** Rows above and below the visible ones, so that a short scroll shows no gap. */
const overscan = 8;

/** Browsers lose precision, or stop, near 17 million pixels (Firefox) and 33 million (Chromium). */
export const maximumHeight = 8_000_000;

/** Height of the scrolled area for so many rows. */
export function canvasHeight(count: number, rowHeight: number): number {
  return Math.min(count * rowHeight, maximumHeight);
}

/** The rows to show for a scroll position. In a table past the height limit the scroll bar is scaled. */
export function rowWindow(viewport: Viewport): RowWindow {
  const { scrollTop, height, rowHeight, count } = viewport;
  const top = realTop(viewport);
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + overscan);
  return { first: Math.min(first, end), end, origin: scrollTop - top };
}

/** Where to scroll so that a row is fully visible, as little as possible; the present position when it is already. */
export function scrollToShow(row: number, viewport: Viewport): number {
  const { height, rowHeight, scrollTop } = viewport;
  const top = realTop(viewport);
  const wanted = row * rowHeight < top ? row * rowHeight : Math.max(top, (row + 1) * rowHeight - height);
  return wanted === top ? scrollTop : wanted / scale(viewport);
}

/** Position in a table of unlimited height. */
function realTop(viewport: Viewport): number {
  const { count, rowHeight, height, scrollTop } = viewport;
  const most = Math.max(0, count * rowHeight - height);
  return Math.min(Math.max(0, scrollTop * scale(viewport)), most);
}

/** Real pixels for each pixel of the scroll bar; 1 up to the height limit. */
function scale({ count, rowHeight, height }: Viewport): number {
  const real = count * rowHeight;
  const shown = canvasHeight(count, rowHeight);
  return real === shown ? 1 : (real - height) / (shown - height);
}
