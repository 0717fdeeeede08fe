import manifest from "../../package.json" with { type: "json" };

/** The product's version, as written into what it generates. */
export const version: string = manifest.version;
