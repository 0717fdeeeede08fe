/** Formats counts and sizes for one language. */
export interface Numbers {
  count(value: number): string;
  /** Bytes with a binary unit: `1.5 GiB`. */
  size(bytes: number): string;
}

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** @param language BCP 47; an unknown one falls back to English */
export function numbersFor(language: string): Numbers {
  const known = supported(language) ? language : "en";
  const whole = new Intl.NumberFormat(known);
  const short = new Intl.NumberFormat(known, { maximumSignificantDigits: 3 });
  return {
    count: (value) => whole.format(value),
    size: (bytes) => {
      let unit = 0;
      let value = bytes;
      while (value >= 1024 && unit < units.length - 1) {
        value /= 1024;
        unit += 1;
      }
      return `${value >= 1000 ? whole.format(Math.round(value)) : short.format(value)} ${units[unit] ?? ""}`;
    },
  };
}

function supported(language: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language).length > 0;
  } catch {
    return false;
  }
}
