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
  "session",
  "services",
  "places",
];

export default defineConfig({
  base: "./",
  plugins: [react(), towns(), offline()],
  build: {
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      // The form of processes belongs to pages of the API, which know it by a name that stays.
      input: { index: "index.html", form: "src/form/main.tsx" },
      output: {
        entryFileNames: ({ name }) =>
          name === "form" ? "assets/form.js" : "assets/[name]-[hash].js",
      },
    },
  },
  server: {
    proxy: Object.fromEntries(api.map((path) => [`/${path}`, "http://localhost:8080"])),
  },
});
