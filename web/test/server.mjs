// A GeoCrop of its own for a test: the built jar on a free port, with a folder that is removed afterwards.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const APP = fileURLToPath(new URL("../../server/target/app", import.meta.url));
const START_MS = 120_000;

export async function startServer(sampleSize, settings = {}) {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "geocrop-web-"));
  // Seconds of use: what is compiled well would never pay.
  const java = ["-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];
  const program = [`-XX:SharedArchiveFile=${APP}/geocrop.jsa`, "-jar", `${APP}/geocrop-app.jar`];
  const server = spawn("java", [...java, ...program, "serve"], {
    cwd: folder,
    env: {
      ...process.env,
      GEOCROP_PORT: String(port),
      GEOCROP_DATA: folder,
      GEOCROP_SAMPLE_SIZE: String(sampleSize),
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  server.stdout.on("data", (text) => (log += text));
  server.stderr.on("data", (text) => (log += text));
  const url = `http://localhost:${port}`;
  const end = Date.now() + START_MS;
  while (!(await answers(url))) {
    if (server.exitCode !== null || Date.now() > end) {
      server.kill();
      throw new Error(`The server did not start:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return {
    url,
    log: () => log,
    /** West, south, east, north of the sample landscape. */
    bounds: async () => {
      const read = async (path) => JSON.parse(await readFile(join(folder, "sample", path), "utf8"));
      const catalog = await read("catalog.json");
      return (await read(catalog.links.find((link) => link.rel === "item").href)).bbox;
    },
    stop: async () => {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill();
      await gone;
      await rm(folder, { recursive: true });
    },
  };
}

async function answers(url) {
  try {
    return (await fetch(`${url}/?f=json`)).ok;
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((resolve) => {
    const socket = createServer();
    socket.listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
