/** Requests to the server; links are relative to the page, so that it works below any path. */

/** A problem document (RFC 9457), or a fault on the way (status 0), as an error whose message is for people. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly type = "",
  ) {
    super(message);
  }

  /** Whether the server could not be asked at all: it, or a proxy before it, is down. */
  get unreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }

  /** Whether the caller has to say who they are, or may not do this. */
  get refused(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

/** The event that a request was answered with: nobody is signed in. */
export const SIGNED_OUT = "geocrop-signed-out";

const KEY = "geocrop.key";

/** The API key or token of this tab, where the server asks for one. It is forgotten with the tab. */
export function credential(): string {
  return sessionStorage.getItem(KEY) ?? "";
}

export function setCredential(value: string): void {
  if (value) {
    sessionStorage.setItem(KEY, value);
  } else {
    sessionStorage.removeItem(KEY);
  }
}

export function identity(): Record<string, string> {
  const key = credential();
  if (!key) {
    return {};
  }
  return key.startsWith("gck_") ? { "X-API-Key": key } : { Authorization: `Bearer ${key}` };
}

export function address(path: string): string {
  return new URL(path, document.baseURI).href;
}

export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    const headers = { ...identity(), ...(init.headers as Record<string, string> | undefined) };
    response = await fetch(address(path), { ...init, headers });
  } catch (e) {
    if ((e as Error).name === "AbortError") {
      throw e;
    }
    throw new Problem(0, (e as Error).message);
  }
  if (!response.ok) {
    if (response.status === 401) {
      window.dispatchEvent(new Event(SIGNED_OUT));
    }
    const text = await response.text().catch(() => "");
    throw problemOf(response, text);
  }
  return response;
}

function problemOf(response: Response, text: string): Problem {
  try {
    const { detail, title, type } = JSON.parse(text) as Record<string, string>;
    return new Problem(response.status, detail ?? title ?? response.statusText, type);
  } catch {
    return new Problem(response.status, response.statusText || `HTTP ${response.status}`);
  }
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await call(path, {
    headers: { Accept: "application/json" },
    signal: signal ?? null,
  });
  return response.json() as Promise<T>;
}

export async function post<T>(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<T> {
  const response = await call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });
  return response.json() as Promise<T>;
}
