import { get } from "../api/http";
import type { JobList, StatusInfo } from "../api/schema";
import { filledBy, type Description, type Input, type Inputs } from "./description";

/** A value that may be chosen, and what it is. */
export interface Choice {
  value: string;
  about: string;
}

const STANDS_FOR_JOB = "<job>";

/** The newest finished jobs that the caller may see; none for whom the server tells none. */
export const finished = (): Promise<StatusInfo[]> =>
  get<JobList>("jobs?limit=100&status=successful")
    .then(({ jobs }) => jobs)
    .catch(() => []);

/**
 * What an input may be: what its schema knows; rasters of jobs, maps of crops first, where its description has them; else
 * jobs, of the process that its description names or with a map of crops.
 */
export function choicesOf({ description, schema }: Input, jobs: StatusInfo[]): Choice[] {
  const known = schema["x-choices"];
  if (known) {
    return known.map((value) => ({ value, about: "" }));
  }
  if (!/\bjob\b/.test(description) || schema.type !== "string") {
    return [];
  }
  const maps = jobs.filter((job) => rastersOf(job).includes(CROPS)).map((job) => choice(job));
  if (description.includes(`${STANDS_FOR_JOB}:`)) {
    const others = jobs.flatMap((job) =>
      rastersOf(job)
        .filter((name) => name !== CROPS)
        .map((name) => choice(job, name)),
    );
    return [...maps, ...others];
  }
  const named = jobs.filter(({ processID }) => description.includes(processID));
  return named.length > 0 ? named.map((job) => choice(job)) : maps;
}

const CROPS = "crop_type";

const rastersOf = ({ links }: StatusInfo) =>
  links.filter(({ rel }) => rel === "enclosure").map(({ title }) => title.replaceAll(" ", "_"));

const choice = ({ jobID, processID, created }: StatusInfo, raster = ""): Choice => ({
  value: raster ? `${jobID}:${raster}` : jobID,
  about: `${processID}, ${created.slice(0, 16).replace("T", " ")}`,
});

/** The example's inputs, with jobs that are there in place of what stands for one. */
export function exampleOf(process: Description, jobs: StatusInfo[]): Inputs {
  const left = new Map<string, Choice[]>();
  const values = Object.entries(process.example?.inputs ?? {}).map(([name, value]) => {
    const input = process.inputs[name];
    if (typeof value !== "string" || !/<.*>/.test(value) || !input) {
      return [name, value];
    }
    // Each job once, as long as there are others: a map is not compared with itself.
    const choices = left.get(input.description) ?? choicesOf(input, jobs);
    left.set(input.description, choices.length > 1 ? choices.slice(1) : choices);
    const job = choices[0]?.value;
    return [name, job && value.replace(STANDS_FOR_JOB, job)];
  });
  return filledBy({ inputs: Object.fromEntries(values) })[0];
}
