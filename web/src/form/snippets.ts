import type { Request } from "./description";

/** The same request for other programs, by their names: each waits for the job, and says where its results are. */
export function snippets(execution: string, request: Request, secured: boolean) {
  const json = pretty(request);
  return {
    JSON: json,
    curl: curl(execution, json, secured),
    Python: python(execution, request, secured),
    R: r(execution, json, secured),
  };
}

/** Lists of numbers in one line: texts have no line feeds of their own in JSON. */
const pretty = (request: Request): string =>
  JSON.stringify(request, null, 2).replace(
    /\[\n\s+-?\d[\d.e+-]*(,\n\s+-?\d[\d.e+-]*)*\n\s+\]/gi,
    (list) => list.replace(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]"),
  );

function curl(execution: string, json: string, secured: boolean): string {
  return `curl --include ${quoted(execution)} \\
  --header 'Content-Type: application/json' \\
  --header 'Prefer: respond-async' \\
${secured ? `  --header "X-API-Key: $GEOCROP_KEY" \\\n` : ""}  --data-binary @- <<'JSON'
${json}
JSON
# "Location" is the job; its results are at /results below it.
`;
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function python(execution: string, request: Request, secured: boolean): string {
  return `${secured ? "import os\n" : ""}import time

import requests

server = requests.Session()
${secured ? `server.headers["X-API-Key"] = os.environ["GEOCROP_KEY"]\n` : ""}request = ${literal(request)}
answer = server.post(
    ${JSON.stringify(execution)},
    json=request,
    headers={"Prefer": "respond-async"},
)
answer.raise_for_status()
job = answer.headers["Location"]
while (status := server.get(job).json())["status"] in ("accepted", "running"):
    time.sleep(2)
print(status["status"], status["message"])
print(server.get(job + "/results", headers={"Accept": "application/json"}).text)
`;
}

/** A value as Python writes it. */
function literal(value: unknown, indent = ""): string {
  const inner = `${indent}    `;
  const lines = (parts: string[], [open, close]: string) =>
    parts.length === 0
      ? `${open}${close}`
      : `${open}\n${parts.map((part) => `${inner}${part},\n`).join("")}${indent}${close}`;
  if (Array.isArray(value)) {
    return value.every((each) => typeof each === "number")
      ? `[${value.join(", ")}]`
      : lines(
          value.map((each) => literal(each, inner)),
          "[]",
        );
  }
  if (typeof value === "object" && value !== null && !("toJSON" in value)) {
    const members = Object.entries(value).filter(([, each]) => each !== undefined);
    return lines(
      members.map(([name, each]) => `${JSON.stringify(name)}: ${literal(each, inner)}`),
      "{}",
    );
  }
  const words: Record<string, string> = { true: "True", false: "False", null: "None" };
  const text = JSON.stringify(value ?? null);
  return words[text] ?? text;
}

function r(execution: string, json: string, secured: boolean): string {
  const dashes = longestDashes(json);
  return `library(httr2)

server <- function(url) {
  request(url)${secured ? ` |>\n    req_headers("X-API-Key" = Sys.getenv("GEOCROP_KEY"))` : ""}
}
body <- r"${dashes}(${json})${dashes}"
job <- server(${JSON.stringify(execution)}) |>
  req_headers(Prefer = "respond-async") |>
  req_body_raw(body, type = "application/json") |>
  req_perform() |>
  resp_header("Location")
repeat {
  status <- server(job) |> req_perform() |> resp_body_json()
  if (!status$status %in% c("accepted", "running")) break
  Sys.sleep(2)
}
cat(status$status, status$message, "\\n")
server(paste0(job, "/results")) |>
  req_headers(Accept = "application/json") |>
  req_perform() |>
  resp_body_string() |>
  cat()
`;
}

/** Dashes of a raw string of R that nothing in the text ends. */
function longestDashes(text: string): string {
  const found = [...text.matchAll(/\)(-*)"/g)].map(([, dashes = ""]) => dashes.length);
  return "-".repeat(Math.max(-1, ...found) + 1);
}
