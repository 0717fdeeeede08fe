import { deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
/** So many of the most frequent colours are kept as they are. */
const EXACT = 128;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel. */
  readonly rgb: Uint8Array;
}

/**
 * Writes a screenshot with a palette of 256 colours, as a window needs no more: a third of the size.
 * @param png as Chromium makes them: 8 bits, RGB or RGBA, not interlaced
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, rgb } = decode(png);
  const { palette, nearest } = choosePalette(rgb);
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x);
      lines[y * (width + 1) + 1 + x] = nearest(colourAt(rgb, at));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits for each pixel, which are a place in the palette.
  head.set([8, 3, 0, 0, 0], 8);
  const parts = [
    chunk("IHDR", head),
    chunk(
      "PLTE",
      Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
    chunk("IDAT", deflateSync(lines, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([SIGNATURE, ...parts]);
}

/** The most frequent colours, and for any colour the place of the nearest of them. */
function choosePalette(rgb: Uint8Array): { palette: number[]; nearest: (colour: number) => number } {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = colourAt(rgb, at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const frequent = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  // Areas keep their colours exactly. Of the others, at the edges of letters, those that nobody can tell apart take
  // one place; the step grows until all fit.
  let palette: number[];
  let step = 1;
  do {
    palette = frequent.slice(0, EXACT);
    for (const colour of frequent.slice(EXACT)) {
      if (palette.length > COLOURS) break;
      if (!palette.some((taken) => distance(taken, colour) < step * step)) palette.push(colour);
    }
    step += 3;
  } while (palette.length > COLOURS);
  const known = new Map<number, number>();
  const nearest = (colour: number): number => {
    const before = known.get(colour);
    if (before !== undefined) return before;
    let best = 0;
    for (let index = 1; index < palette.length; index++) {
      if (distance(palette[index] ?? 0, colour) < distance(palette[best] ?? 0, colour)) best = index;
    }
    known.set(colour, best);
    return best;
  };
  return { palette, nearest };
}

function colourAt(rgb: Uint8Array, at: number): number {
  return ((rgb[at] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at + 2] ?? 0);
}

function distance(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 255) - ((b >> 8) & 255);
  const blue = (a & 255) - (b & 255);
  return red * red + green * green + blue * blue;
}

function decode(png: Buffer): Pixels {
  const data: Buffer[] = [];
  let [width, height, samples] = [0, 0, 0];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      samples = body[9] === 6 ? 4 : body[9] === 2 ? 3 : 0;
      if (body[8] !== 8 || samples === 0 || body[12] !== 0) throw new Error("The PNG is of another kind.");
    } else if (type === "IDAT") data.push(body);
    at += 12 + length;
  }
  const bytes = unfilter(inflateSync(Buffer.concat(data)), width * samples, height, samples);
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let sample = 0; sample < 3; sample++) rgb[pixel * 3 + sample] = bytes[pixel * samples + sample] ?? 0;
  }
  return { width, height, rgb };
}

/** Undoes the filters of the lines (PNG specification, section 9). */
function unfilter(raw: Buffer, stride: number, height: number, samples: number): Uint8Array {
  const bytes = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const left = x >= samples ? (bytes[y * stride + x - samples] ?? 0) : 0;
      const up = y > 0 ? (bytes[(y - 1) * stride + x] ?? 0) : 0;
      const corner = y > 0 && x >= samples ? (bytes[(y - 1) * stride + x - samples] ?? 0) : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      bytes[y * stride + x] = ((raw[y * (stride + 1) + 1 + x] ?? 0) + predicted) & 255;
    }
  }
  return bytes;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function chunk(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const content = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc(content));
  return Buffer.concat([length, content, check]);
}

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
