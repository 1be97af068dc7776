export * from "./http";
export * from "./requests";
export type * from "./types";
