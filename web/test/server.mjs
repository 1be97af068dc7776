// A GeoCrop of its own for a test: the built jar on a free port, with a folder that is removed afterwards.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const APP = fileURLToPath(new URL("../../server/target/app", import.meta.url));
const START_MS = 120_000;
// Seconds of use: what is compiled well would never pay.
const JAVA = ["-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];
const PROGRAM = [`-XX:SharedArchiveFile=${APP}/geocrop.jsa`, "-jar", `${APP}/geocrop-app.jar`];

export async function startServer(sampleSize, settings = {}) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const folder = await mkdtemp(join(tmpdir(), "geocrop-web-"));
  let log = "";
  let server;
  const launch = async () => {
    server = spawn("java", [...JAVA, ...PROGRAM, "serve"], {
      cwd: folder,
      env: {
        ...process.env,
        GEOCROP_PORT: String(port),
        GEOCROP_DATA: folder,
        GEOCROP_SAMPLE_SIZE: String(sampleSize),
        ...(typeof settings === "function" ? await settings(url) : settings),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    server.stdout.on("data", (text) => (log += text));
    server.stderr.on("data", (text) => (log += text));
    const end = Date.now() + START_MS;
    while (!(await answers(url))) {
      if (server.exitCode !== null || Date.now() > end) {
        server.kill();
        throw new Error(`The server did not start:\n${log}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  const end = async (signal) => {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await gone;
  };
  await launch();
  return {
    url,
    log: () => log,
    /** West, south, east, north of the sample landscape. */
    bounds: async () => {
      const read = async (path) => JSON.parse(await readFile(join(folder, "sample", path), "utf8"));
      const catalog = await read("catalog.json");
      return (await read(catalog.links.find((link) => link.rel === "item").href)).bbox;
    },
    /** Ends it as a power cut does. */
    kill: () => end("SIGKILL"),
    /** Starts it again, with the data that it had. */
    restart: launch,
    stop: async () => {
      await end("SIGTERM");
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
