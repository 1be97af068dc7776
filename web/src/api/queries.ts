import {
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useQueries,
  useQuery,
} from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { Problem } from "./http";
import * as requests from "./requests";
import type { Aoi, Inputs, Job } from "./types";

const IDLE_MS = 60_000;
const DOWN_MS = 3000;
const FIRST_MS = 1000;
const SLOWEST_MS = 12_000;
/** A job is asked after each tenth of the time that it has taken so far. */
const SHARE = 0.1;
const FOR_EVER = { staleTime: Infinity };

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The bar tells that the server is down, and the list of maps asks until it is back.
      networkMode: "always",
      retry: (count, e) => count < 2 && e instanceof Problem && e.unreachable,
      retryDelay: 500,
      refetchOnWindowFocus: false,
      // What a server that was away did not answer is asked until it does; in a hidden tab nothing is.
      refetchInterval: ({ state }) => (isDown(state.error) ? DOWN_MS : false),
    },
    mutations: { networkMode: "always" },
  },
});

const isDown = (e: Error | null) => e instanceof Problem && e.unreachable;

/** Why something that is on the page could not be asked: the server is away, or a proxy before it says so. */
export function useDown(): Error | null {
  const cache = client.getQueryCache();
  return useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () =>
      cache.getAll().find((query) => query.isActive() && isDown(query.state.error))?.state.error ??
      null,
  );
}

export const isBusy = (job: Job | undefined): boolean =>
  job?.status === "accepted" || job?.status === "running";

/** The maps, newest first, by pages. */
export function useMaps(kind = requests.EVERY_KIND) {
  return useInfiniteQuery({
    queryKey: ["maps", kind],
    queryFn: ({ pageParam, signal }) => requests.jobs(kind, pageParam, signal),
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: requests.cursor,
    refetchInterval: ({ state }) => (state.status === "error" ? again(state.error) : IDLE_MS),
    refetchOnWindowFocus: "always",
    retry: false,
  });
}

/** When what failed is asked again: soon from a server that is away, when the caller has done something about a refusal. */
const again = (e: Error | null) => (e instanceof Problem && e.refused ? IDLE_MS : DOWN_MS);

/** A job, asked again while it is busy: often at first, then ever more seldom; never in a hidden tab. */
export function useJob(id: string | undefined) {
  return useQuery({
    queryKey: ["job", id],
    queryFn: ({ signal }) => requests.job(id!, signal),
    enabled: id !== undefined,
    retry: false,
    // Someone else may have removed it meanwhile.
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) => {
      if (isDown(state.error)) {
        return DOWN_MS;
      }
      return isBusy(state.data) && !state.error ? pause(state.data!) : false;
    },
  });
}

/** Milliseconds until a busy job is asked again. */
export function pause(job: Job, now = Date.now()): number {
  const took = now - Date.parse(job.started ?? job.created);
  return Math.min(SLOWEST_MS, Math.max(FIRST_MS, took * SHARE));
}

export const useChoices = () =>
  useQuery({
    queryKey: ["choices"],
    queryFn: ({ signal }) => requests.choices(signal),
    // A model that was trained meanwhile is offered.
    staleTime: 30_000,
    refetchOnWindowFocus: true,
  });

export const useModels = () =>
  useQuery({ queryKey: ["models"], queryFn: requests.models, staleTime: 30_000 });

export const useModel = (id: string | undefined) =>
  useQuery({
    queryKey: ["model", id],
    queryFn: () => requests.model(id!),
    enabled: !!id,
    ...FOR_EVER,
  });

const tileJson = (layer: string | undefined) => ({
  queryKey: ["tilejson", layer],
  queryFn: ({ signal }: { signal: AbortSignal }) => requests.tileJson(layer!, signal),
  enabled: !!layer,
  ...FOR_EVER,
});

export const useTileJson = (layer: string | undefined) => useQuery(tileJson(layer));

export const useTileJsons = (layers: string[]) => useQueries({ queries: layers.map(tileJson) });

export const useLegend = (layer: string) =>
  useQuery({ queryKey: ["legend", layer], queryFn: () => requests.legend(layer), ...FOR_EVER });

export const useSummary = (id: string) =>
  useQuery({ queryKey: ["summary", id], queryFn: () => requests.summary(id), ...FOR_EVER });

export const useProvenance = (id: string, enabled = true) =>
  useQuery({
    queryKey: ["provenance", id],
    queryFn: () => requests.provenance(id),
    enabled,
    ...FOR_EVER,
  });

export const usePoint = (layer: string, at: number[] | undefined) =>
  useQuery({
    queryKey: ["point", layer, at],
    queryFn: ({ signal }) => requests.point(layer, at!, signal),
    enabled: at !== undefined,
    ...FOR_EVER,
  });

/** Who may see a job, as far as the caller may know. */
export const useSharing = (id: string) =>
  useQuery({ queryKey: ["sharing", id], queryFn: () => requests.sharing(id), retry: false });

export const useAssessment = (id: string) =>
  useQuery({ queryKey: ["assessment", id], queryFn: () => requests.assessment(id) });

export const useLog = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ["log", id],
    queryFn: () => requests.log(id),
    enabled,
    refetchInterval: 5000,
  });

/** What a request would cost; the last answer stays until the next one is there. */
export const useEstimate = (inputs: (Inputs & { aoi: Aoi }) | undefined) =>
  useQuery({
    queryKey: ["estimate", inputs],
    queryFn: ({ signal }) => requests.estimate(inputs!, signal),
    enabled: inputs !== undefined,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
