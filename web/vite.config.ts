import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { offline } from "./tools/offline.ts";
import { towns } from "./tools/towns.ts";

// Relative links, so that the page works below any path of a reverse proxy.
// `npm run dev` passes the API's paths on to a server that `make run` started.
const api = [
  "processes",
  "jobs",
  "results",
  "xyz",
  "models",
  "collections",
  "stac",
  "doctor",
  "api",
  "conformance",
];

export default defineConfig({
  base: "./",
  plugins: [react(), towns(), offline()],
  build: { chunkSizeWarningLimit: 1000 },
  server: {
    proxy: Object.fromEntries(api.map((path) => [`/${path}`, "http://localhost:8080"])),
  },
});
