import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { QueryClientProvider } from "@tanstack/react-query";
import { client } from "./api/queries";
import { App } from "./app/App";
import { preferred, speak } from "./text";
import "ol/ol.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/parts.css";
import "./style/contrast.css";

void speak(preferred())
  .catch(() => undefined)
  .then(() =>
    createRoot(document.getElementById("root")!).render(
      <StrictMode>
        <QueryClientProvider client={client}>
          <App />
        </QueryClientProvider>
      </StrictMode>,
    ),
  );

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  // Without it (a browser that forbids it, an address without TLS) the page works as before, with a network.
  void navigator.serviceWorker.register("sw.js").catch(() => undefined);
}
