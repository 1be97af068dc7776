// The service worker, with the names of the files that it keeps.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const SOURCE = fileURLToPath(new URL("sw.js", import.meta.url));

export function offline(): Plugin {
  return {
    name: "geocrop-offline",
    apply: "build",
    generateBundle(_, bundle) {
      const files = Object.keys(bundle)
        // What has no hash in its name is not known to be the same.
        .filter((name) => /^assets\/.+-[\w-]{8}\.\w+$/.test(name))
        .map((name) => `./${name}`)
        .concat("./?f=html", "./icon.svg", "./manifest.webmanifest")
        .sort();
      const version = createHash("sha256").update(files.join()).digest("hex").slice(0, 12);
      const source = readFileSync(SOURCE, "utf8").replace(
        "/* global",
        `const VERSION = ${JSON.stringify(version)};\nconst FILES = ${JSON.stringify(files)};\n/* global`,
      );
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}
