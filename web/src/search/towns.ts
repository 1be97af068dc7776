import { useQuery } from "@tanstack/react-query";
import file from "virtual:places";
import type { Town } from "./places";

/** The gazetteer, read once. */
export const useTowns = (enabled = true) =>
  useQuery({
    queryKey: ["towns"],
    queryFn: async () => (await (await fetch(file)).json()) as Town[],
    enabled,
    staleTime: Infinity,
    gcTime: Infinity,
  });
