import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { get } from "../api/http";
import type { Session } from "../api/schema";
import type { Description } from "./description";
import { ProcessForm } from "./Form";
import { finished } from "./jobs";

// In a page of the API: the form of the process that the page is about.
const place = document.getElementById("form")!;

async function begin() {
  const [process, session, jobs] = await Promise.all([
    get<Description>(`processes/${place.dataset["process"]}?f=json`),
    get<Session>("session"),
    finished(),
  ]);
  createRoot(place).render(
    <StrictMode>
      <ProcessForm process={process} session={session} jobs={jobs} />
    </StrictMode>,
  );
}

begin().catch((e: Error) => {
  place.textContent = e.message;
});
