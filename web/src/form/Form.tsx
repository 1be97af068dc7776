import { useEffect, useState, type FormEvent } from "react";
import { address, credential, post, Problem, setCredential } from "../api/http";
import type { Estimate, Session, StatusInfo } from "../api/schema";
import {
  filledBy,
  mediaTypes,
  requestOf,
  type Description,
  type Formats,
  type Inputs,
} from "./description";
import { InputField } from "./Field";
import { choicesOf, exampleOf } from "./jobs";
import { Snippets } from "./Snippets";
import { faultsOf, type Faults } from "./validate";

interface Props {
  process: Description;
  session: Session;
  jobs: StatusInfo[];
}

/** Characters of the longest request that an address holds. */
const LONGEST = 8000;

/** A process as a form: checked while it is filled in, kept in the address, and run as a job. */
export function ProcessForm({ process, session, jobs }: Props) {
  const [[inputs, formats], setFilled] = useState<[Inputs, Formats]>(() => begin(process, jobs));
  const [times, setTimes] = useState(0);
  const [left, setLeft] = useState<string[]>([]);
  const [refused, setRefused] = useState<Faults>({});
  const [answer, setAnswer] = useState<{ fault?: Problem; text: string }>();
  const [isBusy, setBusy] = useState(false);

  const request = requestOf(process, inputs, formats);
  const wrong = faultsOf(process, inputs);
  useEffect(() => keep(request));

  function fill(name: string, value: unknown) {
    setFilled(([before, wishes]) => [{ ...before, [name]: value }, wishes]);
    setRefused({});
    setAnswer(undefined);
  }

  function reset(next: Inputs) {
    setFilled([next, {}]);
    setLeft([]);
    setRefused({});
    setAnswer(undefined);
    setTimes(times + 1);
  }

  async function send<T>(path: string, then: (answer: T) => void) {
    setLeft(Object.keys(process.inputs));
    setAnswer(undefined);
    const [first] = Object.keys(wrong);
    if (first) {
      document.getElementById(`input-${first}`)?.focus();
      return;
    }
    setBusy(true);
    try {
      const headers = { Prefer: "respond-async" };
      then(await post<T>(`processes/${process.id}/${path}`, request, headers));
    } catch (e) {
      const fault = e instanceof Problem ? e : new Problem(0, (e as Error).message);
      const [, name = "", text = ""] = /^inputs\/(\w+)[^:]*: (.*)$/s.exec(fault.message) ?? [];
      if (process.inputs[name]) {
        setRefused({ [name]: text });
      } else {
        setAnswer({ fault, text: fault.message });
      }
    } finally {
      setBusy(false);
    }
  }

  const run = (event: FormEvent) => {
    event.preventDefault();
    void send<StatusInfo>("execution", ({ jobID }) =>
      location.assign(address(`jobs/${jobID}?f=html`)),
    );
  };

  return (
    <div className="beside">
      <form onSubmit={run} noValidate aria-label={process.title}>
        <p>
          <button type="button" className="second" onClick={() => reset(exampleOf(process, jobs))}>
            Example
          </button>{" "}
          <button type="button" className="second" onClick={() => reset({})}>
            Clear
          </button>
        </p>
        {Object.entries(process.inputs).map(([name, input]) => (
          <InputField
            key={`${name} ${times}`}
            name={name}
            input={input}
            value={inputs[name]}
            fault={refused[name] ?? (left.includes(name) ? wrong[name] : undefined)}
            choices={choicesOf(input, jobs)}
            onChange={(value) => fill(name, value)}
            onLeave={() =>
              setLeft((before) => (before.includes(name) ? before : [...before, name]))
            }
          />
        ))}
        <Outputs
          process={process}
          formats={formats}
          onChange={(next) => setFilled([inputs, next])}
        />
        {session.secured && !session.user && <SignIn session={session} />}
        <p>
          <button type="submit" disabled={isBusy}>
            Execute
          </button>{" "}
          <button
            type="button"
            className="second"
            disabled={isBusy}
            onClick={() =>
              void send<Estimate>("estimate", (told) => setAnswer({ text: say(told) }))
            }
          >
            Estimate
          </button>
        </p>
        {answer && (
          <p role={answer.fault ? "alert" : "status"} className={answer.fault && "problem"}>
            {answer.text}
          </p>
        )}
      </form>
      <Snippets
        url={address(`processes/${process.id}/execution`)}
        request={request}
        secured={session.secured}
      />
    </div>
  );
}

/** Outputs that can be had in several media types. */
function Outputs({
  process,
  formats,
  onChange,
}: {
  process: Description;
  formats: Formats;
  onChange: (formats: Formats) => void;
}) {
  return Object.entries(process.outputs)
    .map(([name, { title, schema }]) => ({ name, title, types: mediaTypes(schema) }))
    .filter(({ types }) => types.length > 1)
    .map(({ name, title, types }) => (
      <div key={name} className="field">
        <label htmlFor={`output-${name}`}>
          {title}, as <code>{name}</code>
        </label>
        <select
          id={`output-${name}`}
          value={formats[name] ?? types[0]}
          onChange={({ target }) => {
            const others = Object.entries(formats).filter(([each]) => each !== name);
            const wish = target.value === types[0] ? [] : [[name, target.value] as const];
            onChange(Object.fromEntries([...others, ...wish]));
          }}
        >
          {types.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </select>
      </div>
    ));
}

/** For a server that asks who one is: the way in, or a key. */
function SignIn({ session }: { session: Session }) {
  const [key, setKey] = useState(credential());
  const root = new URL(document.baseURI).pathname;
  const here = `/${location.pathname.slice(root.length)}${location.search}`;
  return (
    <div className="field">
      {session.signIn && (
        <p>
          <a href={`${session.signIn}?to=${encodeURIComponent(here)}`}>Sign in</a>
        </p>
      )}
      <label htmlFor="credential">API key or token, kept until this tab is closed</label>
      <input
        id="credential"
        type="password"
        autoComplete="off"
        value={key}
        onChange={({ target }) => {
          setKey(target.value);
          setCredential(target.value.trim());
        }}
      />
    </div>
  );
}

const say = ({ km2, scenes, seconds }: Estimate): string =>
  `${km2} km², ${scenes} scenes${typeof seconds === "number" ? `, about ${seconds} s` : ""}`;

/** What the address says, or else the example. */
function begin(process: Description, jobs: StatusInfo[]): [Inputs, Formats] {
  try {
    return filledBy(JSON.parse(decodeURIComponent(location.hash.slice(1))));
  } catch {
    return [exampleOf(process, jobs), {}];
  }
}

/** The filled-in form has an address, unless it is too long for one. */
function keep(request: object) {
  const text = encodeURIComponent(JSON.stringify(request));
  const hash = text.length > LONGEST ? "" : `#${text}`;
  history.replaceState(null, "", `${location.pathname}${location.search}${hash}`);
}
