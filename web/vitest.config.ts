import { defineConfig } from "vitest/config";

/** What has no DOM; the page itself is tested in a browser (test/). */
export default defineConfig({ test: { include: ["src/**/*.spec.ts"] } });
