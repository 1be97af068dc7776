import { useState } from "react";
import type { Request } from "./description";
import { snippets } from "./snippets";

type Language = keyof ReturnType<typeof snippets>;

/** The request that is filled in, for other programs, to copy. */
export function Snippets({
  url,
  request,
  secured,
}: {
  url: string;
  request: Request;
  secured: boolean;
}) {
  const [language, setLanguage] = useState<Language>("JSON");
  const [copied, setCopied] = useState<string>();
  const texts = snippets(url, request, secured);
  const text = texts[language];
  return (
    <section className="snippets" aria-label="The same request">
      <h2>The same request</h2>
      <div className="row" role="group" aria-label="Language">
        {(Object.keys(texts) as Language[]).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === language}
            onClick={() => setLanguage(each)}
          >
            {each}
          </button>
        ))}
      </div>
      <pre tabIndex={0} aria-label={language}>
        {text}
      </pre>
      <button
        type="button"
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text))}
      >
        Copy
      </button>{" "}
      <span role="status">{copied === text ? "Copied." : ""}</span>
    </section>
  );
}
