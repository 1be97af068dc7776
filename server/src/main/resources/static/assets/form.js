// The form of a process: sends the request, and leads to the job.
"use strict";
const form = document.getElementById("execute");
const answer = document.getElementById("answer");

async function send(path, prefer) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (prefer) {
    headers.Prefer = prefer;
  }
  const credential = document.getElementById("credential").value.trim();
  if (credential.startsWith("gck_")) {
    headers["X-API-Key"] = credential;
  } else if (credential) {
    headers.Authorization = `Bearer ${credential}`;
  }
  const url = `${form.dataset.base}/processes/${form.dataset.process}/${path}`;
  const body = document.getElementById("request").value;
  const response = await fetch(url, { method: "POST", headers, body });
  return [response, await response.json()];
}

function show(document) {
  answer.hidden = false;
  answer.textContent = document.detail ?? JSON.stringify(document, null, 2);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [response, document] = await send("execution", "respond-async");
  if (response.status === 201) {
    window.location.assign(`${form.dataset.base}/jobs/${document.jobID}?f=html`);
  } else {
    show(document);
  }
});

document.getElementById("estimate").addEventListener("click", async () => {
  const [, document] = await send("estimate");
  show(document);
});
